/** 取消, 上一步, 重来, 跳过: what the words do that steer any talk. */
import { undo } from './action-step.ts'
import { settle } from './answers.ts'
import { finish } from './end-run.ts'
import { askWhether, offeredMenus } from './menus.ts'
import { mayLeave } from './orders.ts'
import { isParked, type Run } from './session.ts'
import { pushRun } from './start-flow.ts'
import {
  flowOf,
  flowWords,
  labelOf,
  note,
  pattern,
  render,
  say,
  sayPattern,
  type Turn,
  top,
} from './turn.ts'
import { clear } from './values.ts'

/** Ends the run on top only. What it interrupted asks before it goes too (dialogue.md D25). */
export async function cancel(turn: Turn, run: Run, isSure: boolean): Promise<void> {
  const flow = flowOf(turn, run)
  const about = { flow: flowWords(flow) }
  if (run.wasReturnedTo && !isSure && !isAskedWhether(turn)) {
    askWhether(turn, pattern(turn, 'cancel.sure', about), about, {
      yes: ['cancel.yes', { do: 'cancel', sure: true }],
      no: ['cancel.no', { do: 'continue' }],
    })
    return
  }
  if (run.wait?.order === undefined || mayLeave(turn, run)) await giveUp(turn, run)
}

/** 取消 in answer to the question whether this goes as well is a yes. */
function isAskedWhether(turn: Turn): boolean {
  const [latest] = turn.session.menus
  const isOpen = offeredMenus(turn)[0]?.state === 'open'
  return isOpen && latest?.options.some(({ command: c }) => c.do === 'cancel' && c.sure) === true
}

/** What is still being done for it is undone when it is done: that has been said. */
async function giveUp(turn: Turn, run: Run): Promise<void> {
  const flow = flowOf(turn, run)
  const { undo: isUndone, say: words } = flow.source.policy?.on_cancel ?? {}
  for (const step of isUndone ? flow.source.steps : [])
    if (step.kind === 'action' && step.undo) await undo(turn, run, step)
  if (run.wait?.order === undefined) {
    if (words) say(turn, { kind: 'text', text: render(turn, run, words) })
    else sayPattern(turn, 'cancel.done', { flow: flowWords(flow) })
  }
  run.done = {}
  await finish(turn, run, 'cancelled')
  const parent = top(turn)
  if (parent) parent.wasReturnedTo = true
}

/** Re-opens the question answered last; what cannot be undone stands in the way. */
export function goBack(turn: Turn, run: Run): void {
  const flow = flowOf(turn, run)
  const isFinal = Object.values(run.done).some(
    ({ action }) => flow.registry.actions[action]?.irreversible,
  )
  const last = isFinal ? undefined : run.history.pop()
  if (isFinal) sayPattern(turn, 'back.too_late', { flow: flowWords(flow) })
  else if (!last) sayPattern(turn, 'back.first')
  else {
    clear(run, last.slot)
    run.at = last.step
    delete run.wait
  }
}

/** The same matter from its first step, with nothing but what it was begun with. */
export function restart(turn: Turn, _: unknown, run: Run): void {
  const { event, cause, wanted } = run
  const flow = turn.world.flows.flows.get(run.flow) ?? flowOf(turn, run)
  const given = Object.entries(run.slots).filter(
    ([slot, { by }]) => slot in flow.source.slots && (by === 'event' || by === 'call'),
  )
  note(turn, 'ended', run, { detail: 'restarted' })
  turn.session.runs.pop()
  const fresh = pushRun(turn, flow, cause, { text: '', event })
  Object.assign(fresh.slots, Object.fromEntries(given))
  if (wanted) fresh.wanted = wanted
}

/** Only what is optional can be skipped; asking again costs nothing. */
export function skip(turn: Turn, run: Run): void {
  const slot = run.wait?.slot ?? ''
  const def = flowOf(turn, run).source.slots[slot]
  if (def?.optional) {
    note(turn, 'skipped', run, { slot })
    settle(turn, run, slot)
  } else if (!isParked(run))
    sayPattern(turn, 'skip.required', { slot: { label: labelOf(turn, run, slot) } })
}
