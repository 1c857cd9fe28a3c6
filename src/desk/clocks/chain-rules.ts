/** The ladders of rules/clocks.yaml: steps with a level, a moment and whom they call. */
import { z } from 'zod'
import { ROLES, type Role } from '../staff/roles.ts'
import { duration, trigger } from './durations.ts'

/** What a shift of the roster is for (servicedesk.md D2, 值班 and 备班). */
const SHIFTS = ['duty', 'standby'] as const
type Shift = (typeof SHIFTS)[number]

/** Whoever the roster has on such a shift: of any role, or of one (`standby:lead`). */
export type RosterTarget = Shift | `${Shift}:${Role}`

const NAMED = [
  'assignee',
  'responder',
  'lead',
  'dispatcher',
  'service-centre',
  'manager',
  'robot',
] as const

export type Target = (typeof NAMED)[number] | RosterTarget

const onRoster = SHIFTS.flatMap((shift): RosterTarget[] => [
  shift,
  ...ROLES.map((role): RosterTarget => `${shift}:${role}`),
])

/** Permanent: rows keep them. */
export const target = z.enum([...NAMED, ...onRoster])

/** The shift and, when one is named, the role of a target that the roster answers; null for the others. */
export function rosterTarget(name: Target): { readonly shift: Shift; readonly role?: Role } | null {
  const [shift, role] = name.split(':') as [string, Role?]
  const known = SHIFTS.find((one) => one === shift)
  return known ? { shift: known, ...(role && { role }) } : null
}

const window = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'a window is HH:MM-HH:MM')
  .transform((text) => ({ from: text.slice(0, 5), to: text.slice(6) }))

const ask = z.strictObject({ every: duration, answer: duration })

const step = z.strictObject({
  level: z.number().int().min(1).max(4),
  at: trigger,
  targets: z.array(target).min(1),
  /** Only between these times of day, for this step; without one the chain's `quiet` decides. */
  window: window.optional(),
  repeat: z.strictObject({ every: duration, times: z.number().int().min(1).optional() }).optional(),
  /** For whoever takes it at this level; without one the chain's. */
  ask: ask.optional(),
})

const chain = z
  .strictObject({
    /** The calendar times after the due time are counted in; `always` is round the clock. */
    counts_in: z.string().min(1).default('always'),
    quiet: z.boolean().default(false),
    until_taken: z.boolean().default(false),
    /** How often whoever has taken it is asked whether they still have it, and how long an answer may take. */
    ask: ask.optional(),
    steps: z.array(step).min(1),
  })
  .superRefine(({ steps, until_taken }, context) => {
    const last = steps.at(-1)
    const report = (message: string) => context.addIssue({ code: 'custom', message })
    if (steps.slice(0, -1).some((one) => one.repeat)) report('only the last step may repeat')
    if (until_taken && !last?.repeat) report('until_taken needs a last step that repeats')
    // Each call takes the buttons off the cards before it.
    const called = new Set(steps.flatMap(({ targets }) => targets))
    if (until_taken && last && called.size > new Set(last.targets).size) {
      report('the last step of until_taken calls everybody')
    }
    if (!until_taken && last?.repeat && !last.repeat.times) report('say how often it repeats')
    // Levels may be empty at night or on a holiday; the group always is there.
    if (!last?.targets.includes('robot')) report('the last step must ring the robot')
  })

/** By name. */
export const chainsSchema = z.record(z.string().min(1), chain)
