/** Which runs keep to a version of a flow, and for how long a version that is no longer live is talked on in. */
import type { Run, Session } from './session.ts'
import type { Turn } from './turn.ts'

/** On the stack, as drafts, and those given up while something is done for them. */
export function pinnedRuns({ runs, drafts, leaving = [] }: Session): readonly Run[] {
  return [...runs, ...[...drafts, ...leaving].map(({ run }) => run)]
}

/** By hash: the time, in milliseconds since 1970, until when a draft keeps to it; null while a run stands in it. */
export type VersionPins = Readonly<Record<string, number | null>>

export function versionPins({ runs, drafts, leaving = [] }: Session): VersionPins {
  const pins: Record<string, number | null> = {}
  for (const { run, until } of drafts) pins[run.hash] = Math.max(until, pins[run.hash] ?? 0)
  for (const { hash } of [...runs, ...leaving.map(({ run }) => run)]) pins[hash] = null
  return pins
}

/** Source of the time: dialogue.md D13, max_age, as `limits.version` of flows/_bot.yaml. */
export function isTooOld({ now, world }: Turn, retiredAt: Date | undefined): boolean {
  const { version } = world.flows.bot.limits
  return retiredAt !== undefined && now.getTime() - retiredAt.getTime() >= version
}
