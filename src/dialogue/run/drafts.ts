/** Runs that are not going on: expired ones to be taken up again, ended ones to be done anew. */
import type { Values } from '../understand/command.ts'
import { askWhether, closeMoments } from './menus.ts'
import type { Draft, Run } from './session.ts'
import { keepSlots, pushRun } from './start-flow.ts'
import {
  evaluate,
  flowOf,
  flowWords,
  note,
  pattern,
  render,
  sayPattern,
  type Turn,
} from './turn.ts'
import { fill, judge } from './values.ts'

const KEPT = 4

/** An expired run keeps its slots for a while, and may have a last step to do (dialogue.md D11). */
export function expire(turn: Turn, waiting: Run): void {
  const { runs } = turn.session
  // A part that is called expires as the whole: its caller could not go on without it.
  const from = runs.findLastIndex(
    (run, index) => index <= runs.indexOf(waiting) && run.cause !== 'call',
  )
  const run = runs[from] ?? waiting
  const { idle } = flowOf(turn, run).source.policy ?? {}
  const until = turn.now.getTime() + (idle?.draft ?? turn.world.flows.bot.limits.draft)
  const draft: Draft = { id: run.id, run: structuredClone(run), reason: 'expired', until }
  turn.session.drafts = [draft, ...turn.session.drafts].slice(0, KEPT)
  turn.session.runs = runs.slice(0, from)
  note(turn, 'expired', run, { step: waiting.at })
  closeMoments(turn)
  if (idle?.then === undefined) note(turn, 'ended', run, { detail: 'expired' })
  else {
    turn.session.runs.push(run)
    run.at = idle.then
    delete run.wait
  }
}

/** Takes a draft up where it stopped, with what was said too late for it; asks first unless `isSure`. */
export async function resume(
  turn: Turn,
  id: string | undefined,
  isSure: boolean,
  values: Values = {},
): Promise<void> {
  const draft = turn.session.drafts.find((each) =>
    id === undefined ? each.reason === 'expired' : each.id === id,
  )
  if (!draft) sayPattern(turn, 'resume.nothing')
  else if (!isSure) await offerDraft(turn, draft, values)
  else {
    const { run } = draft
    turn.session.drafts = turn.session.drafts.filter((each) => each !== draft)
    turn.session.runs.push(run)
    note(turn, 'resumed', run)
    sayPattern(turn, 'digress.back', { flow: flowWords(flowOf(turn, run)) })
    for (const [slot, value] of Object.entries(values)) {
      const verdict = await judge(turn, run, slot, value)
      if ('filled' in verdict) fill(turn, run, slot, verdict.filled)
    }
    // What was said late may be the very answer: the step looks again.
    delete run.wait
  }
}

/** The same matter once more, with what was known before and the given changes. */
export function startAgain(turn: Turn, old: Run, changes: Values): void {
  turn.session.runs = turn.session.runs.filter((run) => run.id !== old.id)
  const flow = turn.world.flows.flows.get(old.flow)
  if (!flow) {
    sayPattern(turn, 'access.paused')
    return
  }
  const run = pushRun(turn, flow, 'start', { text: old.text })
  keepSlots(turn, old, run)
  for (const [slot, { value, shown }] of Object.entries(changes))
    run.slots[slot] = { value, by: 'user', shown }
}

/** Late is offered to be taken up only while the flow says that it still makes sense (dialogue.md D25). */
async function offerDraft(turn: Turn, { run, id }: Draft, values: Values): Promise<void> {
  const flow = flowOf(turn, run)
  const about = { flow: flowWords(flow) }
  const late = flow.source.policy?.idle?.late
  if (late?.when !== undefined && (await evaluate(turn, run, late.when)) !== true)
    sayPattern(turn, 'no_match.idle')
  else
    askWhether(
      turn,
      late ? render(turn, run, late.say) : pattern(turn, 'resume.offer', about),
      about,
      {
        yes: ['resume.yes', { do: 'resume', draft: id, sure: true, values }],
        no: ['resume.drop', { do: 'continue' }],
      },
    )
}
