/** How long to wait for more after a photo, where the step being asked says so (dialogue.md D5). */
import type { FlowSet } from '../files/flow-set.ts'
import type { Session } from './session.ts'

/** Milliseconds, or undefined where the usual burst window holds. */
export function settleMs(flows: FlowSet, session: Session): number | undefined {
  const run = session.runs.at(-1)
  const step = run && flows.byHash(run.hash)?.steps.get(run.wait?.step ?? '')
  return step && 'settle' in step ? step.settle : undefined
}
