/** What each command does to the conversation. */
import type { Command } from '../understand/command.ts'
import { decide, missed, settle, takeValues } from './answers.ts'
import { correct, offerCorrection, redo, reopen } from './correct.ts'
import { resume } from './drafts.ts'
import { finish } from './end-run.ts'
import { handOff, mayHandOff } from './handoff.ts'
import { askWhether, offerPage } from './menus.ts'
import { isBusyFor } from './orders.ts'
import { answerFaq, clarify, digress, mainMenu, menuFor } from './other-matters.ts'
import { offerEditing } from './put-question.ts'
import type { Run } from './session.ts'
import { pushRun, startFlow, startOver } from './start-flow.ts'
import { cancel, goBack, restart, skip } from './steer.ts'
import { flowOf, labelOf, note, pattern, sayPattern, type Turn, top } from './turn.ts'

type Doing = void | Promise<void>
/** What a command does while a run is on top, and what it does while none is. */
type Doer<K extends Command['do']> = readonly [
  during: (turn: Turn, command: Extract<Command, { do: K }>, run: Run) => Doing,
  idle: (turn: Turn, command: Extract<Command, { do: K }>) => Doing,
]

const nothing = () => {}
const always = <K extends Command['do']>(act: Doer<K>[1]): Doer<K> => [act, act]

const DOERS: { readonly [K in Command['do']]: Doer<K> } = {
  hazard: always(hazard),
  start: always((turn, { start, fresh }) =>
    fresh ? startOver(turn, start) : startFlow(turn, start),
  ),
  resume: [
    (turn, { draft, sure, values }) =>
      draft === undefined ? nothing() : resume(turn, draft, sure === true, values),
    (turn, { draft, sure, values }) => resume(turn, draft, sure === true, values),
  ],
  set: [(turn, { values, asked }, run) => takeValues(turn, run, values, asked), nothing],
  correct: always((turn, { values, draft }) =>
    withRun(turn, draft, (run) => correct(turn, run, values, draft)),
  ),
  'offer-correction': [(turn, { values }, run) => offerCorrection(turn, run, values), nothing],
  redo: always((turn, { values, draft }) =>
    withRun(turn, draft, (run) => redo(turn, run, values, draft)),
  ),
  reopen: [reopenOrList, nothing],
  accept: [(turn, _, run) => decide(turn, run, true), nothing],
  decline: [(turn, _, run) => decide(turn, run, false), nothing],
  'drop-prefill': [dropPrefill, nothing],
  cancel: [(turn, { sure }, run) => cancel(turn, run, sure === true), nothingToCancel],
  back: [(turn, _, run) => goBack(turn, run), mainMenu],
  restart: [restart, mainMenu],
  repeat: [nothing, mainMenu],
  skip: [(turn, _, run) => skip(turn, run), mainMenu],
  help: [(turn) => sayPattern(turn, 'help.text'), help],
  menu: always(mainMenu),
  handoff: always((turn, { reason }) => handOff(turn, { reason })),
  digress: [(turn, command, run) => digress(turn, run, command), nothing],
  clarify: [
    (turn, command, run) => clarify(turn, run, command),
    (turn, command) => clarify(turn, undefined, command),
  ],
  'answer-faq': [
    (turn, command, run) => answerFaq(turn, run, command),
    (turn, command) => answerFaq(turn, undefined, command),
  ],
  greet: [(turn, { how }) => sayPattern(turn, `greet.${how}`), greet],
  pick: always(pick),
  'stale-pick': always(stalePick),
  more: always(offerPage),
  continue: always(goOn),
  finish: [(turn, _, run) => settle(turn, run, run.wait?.slot ?? ''), nothing],
  'no-match': [(turn, _, run) => missed(turn, run), noMatch],
}

export async function carryOut(turn: Turn, command: Command): Promise<void> {
  const [during, idle] = DOERS[command.do] as unknown as Doer<'menu'>
  const run = top(turn)
  turn.isTouched = true
  if (isBusyFor(turn, command)) return
  await (run ? during(turn, command as never, run) : idle(turn, command as never))
}

function hazard(turn: Turn): void {
  const flow = turn.world.flows.hazard
  if (flow) pushRun(turn, flow, 'hazard', { text: turn.text })
}

async function pick(
  turn: Turn,
  { menu: id, option, named, typed }: Extract<Command, { do: 'pick' }>,
): Promise<void> {
  const menu = turn.session.menus.find((each) => each.id === id)
  const picked = menu?.options[option]
  if (!menu || !picked) return
  menu.used = true
  if (named) sayPattern(turn, 'menu.named', { option: picked.text })
  const { command } = picked
  const isForSaid = command.do === 'start' && command.start.text === '' && !typed
  const start = isForSaid && { ...command.start, text: menu.said ?? '' }
  await carryOut(turn, start ? { ...command, start } : command)
}

/** Nothing is picked from a menu that has gone: the present state is shown instead (dialogue.md D9). */
async function stalePick(
  turn: Turn,
  { used, label }: Extract<Command, { do: 'stale-pick' }>,
): Promise<void> {
  sayPattern(turn, used ? 'menu.used' : 'menu.expired', { option: label })
  if (top(turn)) return
  const draft = turn.session.drafts.find(({ reason }) => reason === 'expired')
  if (draft) await resume(turn, draft.id, false)
  else mainMenu(turn)
}

function noMatch(turn: Turn): void {
  turn.session.misses += 1
  const isStreak = turn.session.misses >= turn.world.flows.bot.limits.no_match_streak
  if (!isStreak || !mayHandOff(turn)) {
    sayPattern(turn, 'no_match.idle')
    menuFor(turn, turn.text)
    return
  }
  turn.session.misses = 0
  askWhether(
    turn,
    pattern(turn, 'no_match.offer_human'),
    {},
    {
      yes: ['no_match.human', { do: 'handoff', reason: 'no_match' }],
      no: ['no_match.menu', { do: 'menu' }],
    },
  )
}

/** On with what is going on; whatever was put on top of the named flow goes. */
async function goOn(turn: Turn, { flow }: Extract<Command, { do: 'continue' }>): Promise<void> {
  for (let run = top(turn); run && flow !== undefined && run.flow !== flow; run = top(turn))
    await finish(turn, run, 'dropped')
}

async function withRun(
  turn: Turn,
  draft: string | undefined,
  act: (run: Run) => Promise<void>,
): Promise<void> {
  const run =
    draft === undefined ? top(turn) : turn.session.drafts.find((each) => each.id === draft)?.run
  if (run) await act(run)
}

function reopenOrList(turn: Turn, { slot }: Extract<Command, { do: 'reopen' }>, run: Run): void {
  const step = flowOf(turn, run).steps.get(run.wait?.step ?? '')
  const editable =
    step?.kind === 'confirm' && 'editable' in step.confirm ? step.confirm.editable : undefined
  if (slot !== undefined) reopen(turn, run, slot)
  else offerEditing(turn, run, editable ?? [...new Set(run.history.map((each) => each.slot))])
}

function dropPrefill(turn: Turn, _: unknown, run: Run): void {
  const { step = '', slot = '' } = run.wait ?? {}
  turn.prompt = pattern(turn, 'prefill.ask', { slot: { label: labelOf(turn, run, slot) } })
  run.wait = { step, slot }
  note(turn, 'retried', run, { step, slot, detail: 'prefill' })
}

function nothingToCancel(turn: Turn): void {
  sayPattern(turn, 'cancel.nothing')
  mainMenu(turn)
}

function help(turn: Turn): void {
  sayPattern(turn, 'help.text')
  mainMenu(turn)
}

function greet(turn: Turn, { how }: Extract<Command, { do: 'greet' }>): void {
  sayPattern(turn, `greet.${how}`)
  if (how === 'hello') mainMenu(turn)
}
