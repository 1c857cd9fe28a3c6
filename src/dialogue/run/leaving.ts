/** Runs that went while the desk was doing something for them: kept aside until that is undone (dialogue.md D12). */
import type { Leaving, Run } from './session.ts'
import type { Turn } from './turn.ts'

/** More than a person can have under way. */
const MOST = 8

/** Does nothing for a run that waits for no result. */
export function leave(turn: Turn, run: Run): void {
  const { order, step = '' } = run.wait ?? {}
  if (order !== undefined) keep(turn, { run: structuredClone(run), step, order })
}

/** Something done before is being undone over a network: what comes of it is told. */
export function awaitUndo(turn: Turn, run: Run, step: string, order: string): void {
  keep(turn, { run: structuredClone(run), step, order, isUndo: true })
}

function keep(turn: Turn, left: Leaving): void {
  turn.session.leaving = [...(turn.session.leaving ?? []), left].slice(-MOST)
}
