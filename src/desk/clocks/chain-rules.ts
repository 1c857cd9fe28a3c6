/** The ladders of rules/clocks.yaml: steps with a level, a moment and whom they call. */
import { z } from 'zod'
import { duration, trigger } from './durations.ts'

/** Permanent: rows keep them. */
export const TARGETS = [
  'assignee',
  'lead',
  'dispatcher',
  'service-centre',
  'manager',
  'robot',
] as const

export type Target = (typeof TARGETS)[number]

const step = z.strictObject({
  level: z.number().int().min(1).max(4),
  at: trigger,
  targets: z.array(z.enum(TARGETS)).min(1),
  repeat: z.strictObject({ every: duration, times: z.number().int().min(1).optional() }).optional(),
})

const chain = z
  .strictObject({
    /** The calendar times after the due time are counted in; `always` is round the clock. */
    counts_in: z.string().min(1).default('always'),
    quiet: z.boolean().default(false),
    until_taken: z.boolean().default(false),
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
