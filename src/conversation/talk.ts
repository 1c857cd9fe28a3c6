/** The talk's share of a turn: who speaks, what is decided, what is said and remembered. */
import { isStaffChannel } from '../channels/channel.ts'
import { openPause } from '../desk/pauses/bot-pause.ts'
import type { Work } from '../desk/work.ts'
import { versionPins } from '../dialogue/run/pinned.ts'
import { runTurn } from '../dialogue/run/run-turn.ts'
import { emptySession, type Session } from '../dialogue/run/session.ts'
import type { Heard, Said, TurnOutcome } from '../dialogue/run/world.ts'
import type { Understander } from '../dialogue/understand/understander.ts'
import type { OpenItem } from '../inbox/due.ts'
import { putOutgoing } from '../outbox/put.ts'
import { answerVisitors } from './answer-visitors.ts'
import type { Conversation } from './conversation.ts'
import type { FlowBook } from './flows/flow-book.ts'
import { isInGroup, talkInGroup } from './group-talk.ts'
import { requestHandoff } from './handoffs.ts'
import { heardOf } from './heard.ts'
import { ownerInWords } from './owner-in-words.ts'
import { passOn } from './pass-on.ts'
import { putSays } from './says.ts'
import { scanOf } from './scans.ts'
import { type Speaker, speakerOf } from './speaker.ts'
import { keepTalkEvents } from './talk-events.ts'
import { applyTimers } from './talk-timers.ts'
import { whilePaused } from './while-paused.ts'
import { whileWithPeople } from './while-with-people.ts'
import type { Words } from './words.ts'
import type { WorkMaker } from './work-maker.ts'
import { type Offer, openWorld } from './world.ts'

export interface TalkDeps {
  readonly makeWork: WorkMaker
  readonly book: FlowBook
  readonly offer: Offer
  readonly words: Words
  /** Of this turn: what may be asked about sentences of owners that nobody is sure of. */
  readonly understander?: Understander | undefined
}

export interface Burst {
  readonly turnId: string
  readonly items: readonly OpenItem[]
}

/** What is left to be written of a talk, beside what it said and promised. */
export interface TalkEnd {
  /** Ids of the items it stayed silent about. */
  readonly silent: readonly string[]
  /** Columns of the conversation; none when nothing is to be remembered. */
  readonly remembered: { readonly session?: string; readonly versionPins?: string }
}

export const NOTHING_DONE: TalkEnd = { silent: [], remembered: {} }

/** Lets the talk hear the items. */
export async function talk(
  deps: TalkDeps,
  work: Work,
  conversation: Conversation,
  burst: Burst,
): Promise<TalkEnd> {
  // A group's robot only speaks: whatever seems to come from one is from nobody.
  if (conversation.address.channel === 'wecom-robot') return NOTHING_DONE
  const speaker = await speakerOf(work, conversation)
  if (!speaker) {
    await sayUnknown(deps, work, conversation, burst)
    return NOTHING_DONE
  }
  const all = burst.items
    .map((item) => scanOf(deps.words, item) ?? heardOf(item))
    .filter((heard) => heard !== null)
  const forVisitors = await answerVisitors(deps.words, work, { conversation, speaker, heard: all })
  const rest = all.filter((one) => !forVisitors.has(one.id))
  const heard = await audible(deps, { work, conversation, speaker, burst, heard: rest })
  const remembered =
    heard.length > 0 ? await decide(deps, { work, conversation, speaker, burst, heard }) : {}
  const spoken = new Set([...forVisitors, ...heard.map((one) => one.id)])
  const silent = burst.items.map((item) => item.id).filter((id) => !spoken.has(id))
  return { silent, remembered }
}

interface Deciding {
  readonly work: Work
  readonly conversation: Conversation
  readonly speaker: Speaker
  readonly burst: Burst
  readonly heard: readonly Heard[]
}

/** What of it the talk may answer: all, or little while people have the chat or the bot is paused. */
async function audible(
  deps: TalkDeps,
  { work, conversation, speaker, burst, heard }: Deciding,
): Promise<readonly Heard[]> {
  const { words } = deps
  const { flows } = deps.book
  const { projectId } = speaker.actor
  const isPaused =
    speaker.actor.kind === 'owner' && (await openPause(work.tx, projectId)) !== undefined
  if (conversation.handling === 'human') await passOn(words, work, conversation, heard)
  if (conversation.handling !== 'bot')
    return whileWithPeople({ flows, words, isPaused }, work, conversation, heard)
  if (!isPaused) return heard
  const { turnId, items } = burst
  const code = codeOf(items)
  return whilePaused({ flows, words }, work, conversation, { turnId, projectId, heard, code })
}

async function decide(deps: TalkDeps, at: Deciding): Promise<TalkEnd['remembered']> {
  const { conversation, speaker, burst, heard } = at
  const actor = withSignature(speaker.actor, burst.items)
  const work = deps.makeWork(at.work.tx, actor, at.work.now)
  const readUser = async () => (await speakerOf(work, conversation))?.user ?? speaker.user
  if (isInGroup(conversation)) {
    await talkInGroup(deps.words, work, conversation, { turnId: burst.turnId, heard })
    return {}
  }
  // Colleagues say what they want in words of ours.
  const understander = actor.kind === 'owner' ? deps.understander : undefined
  const { book, offer } = deps
  const { corpId, channel } = conversation.address
  const world = await openWorld({ work, corpId, book, offer, speaker, readUser, understander })
  const session = sessionOf(work, conversation)
  const outcome = await runTurn({ session, heard, now: work.now, turnId: burst.turnId }, world)
  const code = codeOf(burst.items)
  const { projectId } = speaker.actor
  const of = { conversationId: conversation.id, corpId }
  const to = { turnId: burst.turnId, to: conversation.address, projectId, code }
  await Promise.all([
    putSays(work, saysTo(heard, outcome.says), to),
    keepTalkEvents(work, { ...of, channel, speaker }, outcome),
    applyTimers(work, of, outcome.timers),
  ])
  if (outcome.handoff) await handOff(deps, work, at, outcome.handoff)
  return {
    session: work.seals.sealJson(outcome.session),
    versionPins: JSON.stringify(versionPins(outcome.session)),
  }
}

/** An owner's answer can be a signature: the tap among what was said, else the last words, else the last photo or place. */
function withSignature(actor: Speaker['actor'], items: readonly OpenItem[]): Speaker['actor'] {
  if (actor.kind !== 'owner') return actor
  const said = items.filter(({ kind }) => kind === 'text')
  const shown = items.filter(({ kind }) => kind === 'media' || kind === 'location')
  const isTap = (item: OpenItem) => (item.content as { token?: string }).token !== undefined
  const signed = said.findLast(isTap) ?? said.at(-1) ?? shown.at(-1)
  return signed ? { ...actor, messageId: signed.key } : actor
}

/** Going on after people is a courtesy: where the ended chat takes no message, nobody has to phone it. */
function saysTo(heard: readonly Heard[], says: readonly Said[]): readonly Said[] {
  const isCourtesy = heard.every((one) => one.kind === 'handed-back' && one.reason === 'closed')
  return isCourtesy ? says.map((said) => ({ ...said, purpose: 'reminder' as const })) : says
}

async function handOff(
  deps: TalkDeps,
  work: Work,
  { conversation, speaker }: Deciding,
  { slaMs, ...handoff }: NonNullable<TurnOutcome['handoff']>,
): Promise<void> {
  const person = await ownerInWords(work, deps.words, conversation.id)
  await requestHandoff(work, {
    ...handoff,
    ...person,
    ...(slaMs !== undefined && { slaMs }),
    to: conversation.address,
    conversationId: conversation.id,
    projectId: speaker.actor.projectId,
  })
}

async function sayUnknown(
  deps: TalkDeps,
  work: Work,
  conversation: Conversation,
  burst: Burst,
): Promise<void> {
  if (!isStaffChannel(conversation.address.channel)) {
    throw new Error(`No project serves ${conversation.id}: import an estate first`)
  }
  const text = deps.words.text('conversation.unknown_member', {})
  await putOutgoing(work, {
    key: `turn-${burst.turnId}-0`,
    to: conversation.address,
    message: { kind: 'text', text },
    purpose: 'reply',
  })
}

function sessionOf(work: Work, { session }: Conversation): Session {
  return session === null ? emptySession() : (work.seals.openJson(session) as Session)
}

/** The code of the newest item that brought one: it lets a greeting out although the owner has not written yet. */
function codeOf(items: readonly OpenItem[]): string | null {
  const codes = items.map((item) => (item.content as { welcomeCode?: string }).welcomeCode)
  return codes.findLast((code) => code !== undefined) ?? null
}
