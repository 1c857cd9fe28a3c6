/**
 * Talks that stand in a version let go too long ago (dialogue.md D13, max_age): what was said is kept and asked on in
 * today's flow; where something is done already, or there is no such flow any more, a person finishes it.
 */
import { handOff, mayHandOff } from './handoff.ts'
import { isParked, type Run } from './session.ts'
import { keepSlots, newRun, refusedAccess } from './start-flow.ts'
import { flowOf, flowWords, note, pattern, sayPattern, type Turn } from './turn.ts'

/** To be called as a person speaks, before anything is heard. A run that waits for no answer goes on as it began. */
export function upgradeOld(turn: Turn): void {
  if (turn.outdated.size === 0 || turn.session.handoff) return
  for (const whole of wholes(turn.session.runs)) {
    const isOld = whole.some((run) => turn.outdated.has(run.hash) && !isParked(run))
    if (isOld) upgrade(turn, whole)
  }
}

/** Each run with those it called: a part alone could not go on. */
function wholes(runs: readonly Run[]): readonly (readonly Run[])[] {
  const all: Run[][] = []
  for (const run of runs) {
    const whole = all.at(-1)
    if (whole && run.cause === 'call') whole.push(run)
    else all.push([run])
  }
  return all
}

function upgrade(turn: Turn, whole: readonly Run[]): void {
  const [base] = whole
  if (!base) return
  for (const run of whole) note(turn, 'ended', run, { detail: 'upgraded' })
  const flow = turn.world.flows.flows.get(base.flow)
  const isAnew = flow && !whole.some(isUnderWay) && !refusedAccess(turn, flow)
  const about = { flow: flowWords(flowOf(turn, base)) }
  if (isAnew) {
    const run = newRun(turn, flow, base.cause, base)
    keepSlots(turn, base, run)
    if (base.wanted) run.wanted = base.wanted
    replace(turn, whole, [run])
    note(turn, 'run_started', run, { detail: base.cause })
    sayPattern(turn, 'upgrade.anew', about)
  } else if (mayHandOff(turn)) {
    const words = pattern(turn, 'upgrade.person', about)
    handOff(turn, { reason: 'upgrade', about: base, words })
    replace(turn, whole, [])
  } else {
    replace(turn, whole, [])
    sayPattern(turn, 'upgrade.gone', about)
  }
  turn.isTouched = true
}

/** Something was done for it, or is being done: begun anew it would be done twice. */
function isUnderWay({ done, wait }: Run): boolean {
  return Object.keys(done).length > 0 || wait?.order !== undefined
}

function replace(turn: Turn, whole: readonly Run[], by: readonly Run[]): void {
  turn.session.runs = turn.session.runs.flatMap((run) =>
    run === whole[0] ? by : whole.includes(run) ? [] : [run],
  )
}
