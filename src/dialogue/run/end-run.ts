/** Ending a run, by itself or because it is broken: what was beneath it goes on, what it changed can still be corrected for a while. */
import { FlowFault } from '../files/flow-fault.ts'
import { leave } from './leaving.ts'
import { askWhether } from './menus.ts'
import { returnTo } from './return-to.ts'
import { isParked, type Run } from './session.ts'
import { refusedAccess, startFlow } from './start-flow.ts'
import { flowOf, flowWords, note, pattern, sayPattern, type Turn, top } from './turn.ts'

const GIVEN_UP = ['cancelled', 'failed', 'denied']

/** Takes the run off the stack and goes on with what was beneath it. */
export async function finish(turn: Turn, run: Run, outcome: string): Promise<void> {
  turn.session.runs = turn.session.runs.filter((other) => other.id !== run.id)
  turn.isTouched = true
  leave(turn, run)
  note(turn, 'ended', run, { detail: outcome })
  keepEnded(turn, run)
  const parent = top(turn)
  // A part that was given up takes the whole with it.
  if (run.cause === 'call' && parent && GIVEN_UP.includes(outcome))
    await finish(turn, parent, outcome)
  else if (run.cause === 'call' && parent) await returnTo(turn, parent, run)
  else if (run.cause === 'digress' && parent && outcome !== 'jumped') comeBack(turn, parent)
  else if (run.wanted && outcome === 'done') {
    const wanted = turn.world.flows.flows.get(run.wanted.flow)
    if (wanted && !refusedAccess(turn, wanted)) await startFlow(turn, run.wanted, true)
  }
  if (turn.session.runs.length === 0) offerDeferred(turn)
}

function comeBack(turn: Turn, parent: Run): void {
  note(turn, 'resumed', parent)
  if (!isParked(parent)) sayPattern(turn, 'digress.back', { flow: flowWords(flowOf(turn, parent)) })
}

/** For a while it can still be said that something was wrong (dialogue.md D25); not of what expired. */
function keepEnded(turn: Turn, run: Run): void {
  const isExpired = turn.session.drafts.some((draft) => draft.id === run.id)
  if (isExpired || run.cause === 'hazard' || Object.keys(run.done).length === 0) return
  const until = turn.now.getTime() + turn.world.flows.bot.limits.ended
  const others = turn.session.drafts.filter((draft) => draft.reason !== 'ended')
  turn.session.drafts = [{ id: run.id, run, reason: 'ended' as const, until }, ...others].slice(
    0,
    4,
  )
}

function offerDeferred(turn: Turn): void {
  const start = turn.session.deferred.shift()
  const other = turn.world.flows.flows.get(start?.flow ?? '')
  if (!start || !other) return
  askWhether(
    turn,
    pattern(turn, 'digress.offer', { other: flowWords(other) }),
    {},
    {
      yes: ['digress.offer_yes', { do: 'start', start }],
      no: ['digress.offer_no', { do: 'continue' }],
    },
  )
}

/**
 * Does something a flow asks for. When the flow is broken its run ends with an apology, what was
 * beneath it goes on, and the answer is false. A broken world is thrown on.
 */
export async function withoutFault(turn: Turn, act: () => void | Promise<void>): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    if (!(error instanceof FlowFault)) throw error
    const run = top(turn)
    note(turn, 'failed', run, { step: run?.at ?? '', detail: error.message })
    sayPattern(turn, 'error.text')
    if (run) run.done = {}
    if (run) await finish(turn, run, 'failed')
    return false
  }
}
