/** One turn: everything heard since the last one in, everything to say and to set in train out. */
import { globalWord } from '../understand/global-words.ts'
import type { Hearing } from '../understand/hearing.ts'
import { pick } from '../understand/pick.ts'
import { understand } from '../understand/precedence.ts'
import { carryOut } from './carry-out.ts'
import { withoutFault } from './end-run.ts'
import { takeBack } from './handoff.ts'
import { hear } from './hear.ts'
import { takePhotos, takePlace, takeSent } from './media.ts'
import { openTurn } from './open-turn.ts'
import { hearResult, ringProgress } from './orders.ts'
import { mainMenu } from './other-matters.ts'
import { hearEvent, isBusy, ringStart, wakePending } from './outbound.ts'
import { putQuestion } from './put-question.ts'
import { hearOnceMore } from './second-hearing.ts'
import { armTimers, ring } from './timers.ts'
import { note, sayPattern, type Turn, top } from './turn.ts'
import { upgradeOld } from './upgrade.ts'
import { hearWaited, ringWait } from './wait-step.ts'
import { walk } from './walk.ts'
import type { Heard, TurnInput, TurnOutcome, World } from './world.ts'

type Of<K extends Heard['kind']> = Extract<Heard, { kind: K }>

/** Changes nothing it was given. Throws what the world throws; a broken flow is an apology, not an exception. */
export async function runTurn(input: TurnInput, world: World): Promise<TurnOutcome> {
  const turn = await openTurn(input, world)
  const before = turn.session.runs.map(({ id }) => id)
  const wasBusy = isBusy(turn)
  await hearAll(turn, input.heard)
  await walk(turn)
  await putOpenQuestion(turn)
  // Whoever says something hears something, even when the flow has no last word; of what is being done, soon.
  if (
    !top(turn)?.wait?.order &&
    turn.isTouched &&
    turn.says.length === 0 &&
    byPerson(input.heard).length > 0
  )
    sayPattern(turn, 'end.quiet')
  if (turn.isTouched || turn.isRearmed) armTimers(turn, before)
  if (wasBusy && !isBusy(turn)) wakePending(turn)
  return {
    session: turn.session,
    says: turn.says,
    timers: { set: turn.timers, cancel: [...turn.cancelled] },
    ...(turn.handoff && { handoff: turn.handoff }),
    events: turn.events,
    unmatched: turn.unmatched,
  }
}

/** Once, after everything else was said. A question that cannot be put ends its run, and the one beneath is asked. */
async function putOpenQuestion(turn: Turn): Promise<void> {
  for (
    let run = top(turn);
    run && turn.isTouched && !turn.isAsked && !turn.session.handoff;
    run = top(turn)
  ) {
    const open = run
    if (await withoutFault(turn, () => putQuestion(turn, open))) return
    delete turn.prompt
    await walk(turn)
  }
}

async function hearAll(turn: Turn, heard: readonly Heard[]): Promise<void> {
  const said = byPerson(heard)
  for (const item of heard) if (item.kind === 'handed-back') takeBack(turn, item.reason)
  if (said.length > 0) upgradeOld(turn)
  await walk(turn)
  if (said.length > 0) await hearPerson(turn, said)
  for (const item of heard) {
    if (item.kind === 'event') {
      await hearWaited(turn, item.event, item.data)
      await hearEvent(turn, item.event, item.data)
    }
    if (item.kind === 'result') await withoutFault(turn, () => hearResult(turn, item.order, item))
    if (item.kind === 'timer') await hearTimer(turn, item, said.length > 0)
  }
}

function byPerson(heard: readonly Heard[]): readonly Heard[] {
  return heard.filter(({ kind }) => !['timer', 'event', 'handed-back', 'result'].includes(kind))
}

/** An answer in the same turn beats the alarm (dialogue.md D11). */
async function hearTimer(turn: Turn, { timer }: Of<'timer'>, isAnswered: boolean): Promise<void> {
  if (timer.name === 'start') await ringStart(turn, timer.runId)
  else if (timer.name === 'progress') ringProgress(turn, timer.runId, timer.generation)
  else if (timer.name === 'wait') ringWait(turn, timer.runId)
  else if (!isAnswered) await withoutFault(turn, () => ring(turn, timer))
}

async function hearPerson(turn: Turn, heard: readonly Heard[]): Promise<void> {
  const texts = heard.flatMap((item) => spoken(item))
  // While people have the conversation, or somebody floods it, the bot only hears danger.
  if (turn.session.handoff || isFlooded(turn)) {
    await hearTexts(
      turn,
      texts.filter(({ text }) => turn.world.flows.isHazard(text)),
    )
    return
  }
  const photos = heard.flatMap((item) =>
    item.kind === 'media' && item.media === 'image' ? [item.fileId] : [],
  )
  // Photos go where photos are wanted before the words are heard; otherwise the words may say what they are for.
  if (photos.length > 0) takePhotos(turn, photos, texts.length === 0)
  const isAlone = texts.length + photos.length === 0
  const taken = heard.filter((item) => item.kind === 'location' && takePlace(turn, item, isAlone))
  await walk(turn)
  await hearTexts(turn, texts)
  for (const item of heard)
    if (spoken(item).length === 0 && !taken.includes(item)) hearOther(turn, item)
}

/** Voice that was put into words counts as those. */
function spoken(item: Heard): readonly Of<'text'>[] {
  if (item.kind === 'text') return [item]
  if (item.kind !== 'media' || item.transcript === undefined) return []
  const { id, at, transcript: text } = item
  return [{ kind: 'text', id, at, text }]
}

/** Texts of a burst are one utterance; a tapped option, a digit for a menu and a steering word stand alone. */
async function hearTexts(turn: Turn, texts: readonly Of<'text'>[]): Promise<void> {
  let together: Hearing[] = []
  const utterTogether = async () => {
    const [first, ...more] = together
    together = []
    if (first && more.length === 0) await utter(turn, first)
    else if (first) await utter(turn, hear(turn, [first, ...more].map(({ raw }) => raw).join('\n')))
  }
  for (const { text, token } of texts) {
    const alone = hear(turn, text, token)
    if (token === undefined && !pick(alone) && !globalWord(alone)) together.push(alone)
    else {
      await utterTogether()
      await utter(turn, hear(turn, text, token))
    }
  }
  await utterTogether()
}

async function utter(turn: Turn, hearing: Hearing): Promise<void> {
  turn.text = hearing.raw
  turn.isAsked = false
  const { p, commands, isAdvised } = await hearOnceMore(turn, hearing, understand(hearing))
  note(turn, 'understood', top(turn), {
    p,
    detail: [...(isAdvised ? ['model'] : []), ...commands.map((command) => command.do)].join(' '),
  })
  if (commands.some((command) => command.do === 'no-match')) keepUnmatched(turn, hearing)
  if (p !== 'P12' || isAdvised) turn.session.misses = 0
  for (const command of commands) await withoutFault(turn, () => carryOut(turn, command))
  await walk(turn)
}

function keepUnmatched(turn: Turn, { raw, isQuestion }: Hearing): void {
  const run = top(turn)
  const place = run && { flow: run.flow, step: run.wait?.step ?? run.at }
  turn.unmatched.push({ text: raw, isQuestion, ...place })
}

/** What is neither words nor a photo goes where it is wanted, or gets a line that says what helps. */
function hearOther(turn: Turn, item: Heard): void {
  const isSent = item.kind === 'media' && item.media !== 'image'
  const isVoice = item.kind === 'media' && item.media === 'voice'
  if (isSent && takeSent(turn, item)) turn.isTouched = true
  else if (isVoice) sayPattern(turn, 'media.voice')
  else if (isSent || item.kind === 'location') sayPattern(turn, 'media.other', { what: '' })
  else if (item.kind === 'unreadable') sayPattern(turn, 'media.other', { what: item.what })
  else if (item.kind !== 'enter') return
  else if (!top(turn)) {
    sayPattern(turn, 'greet.welcome')
    mainMenu(turn)
  }
  turn.isTouched = true
}

/** Beyond the pace of a person one notice is given, then silence until the pace falls (dialogue.md D14). */
function isFlooded(turn: Turn): boolean {
  const { times, periodMs } = turn.world.flows.bot.limits.turns
  const now = turn.now.getTime()
  const recent = turn.session.turns.filter((at) => at > now - periodMs)
  turn.session.turns = [...recent, now].slice(-times - 1)
  if (recent.length === times) sayPattern(turn, 'limit.notice')
  if (recent.length >= times) note(turn, 'suppressed', top(turn), { detail: 'turns' })
  return recent.length >= times
}
