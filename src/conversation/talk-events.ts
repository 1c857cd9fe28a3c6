/** What happened in talks, kept to be counted: which steps people reach, where they stop, what nobody understood (dialogue.md D18). */
import type { Tx } from '../database/open-database.ts'
import type { Work } from '../desk/work.ts'
import { PERSONAL_WORDS, withoutPersonal } from '../dialogue/personal/find-personal.ts'
import type { TurnEvent, TurnOutcome } from '../dialogue/run/world.ts'
import { namesAround } from './names-around.ts'
import type { Speaker } from './speaker.ts'

export interface TalkOfTurn {
  readonly conversationId: string
  readonly corpId: string
  readonly channel: string
  readonly speaker: Speaker
}

/** Ways within a step tell tests what they covered, and nobody else anything. */
const NOT_COUNTED: readonly TurnEvent['kind'][] = ['branch_taken']

/** Writes both in the turn's transaction: a turn that never happened is not counted. */
export async function keepTalkEvents(
  work: Work,
  talk: TalkOfTurn,
  { events, unmatched }: Pick<TurnOutcome, 'events' | 'unmatched'>,
): Promise<void> {
  await keepEvents(work, talk, events)
  // Colleagues have words of ours; what owners say is what authors learn from.
  if (unmatched.length > 0 && talk.speaker.actor.kind === 'owner')
    await keepUnmatched(work, talk, unmatched)
}

async function keepEvents(
  work: Work,
  { corpId, channel, speaker }: TalkOfTurn,
  events: readonly TurnEvent[],
): Promise<void> {
  const { projectId } = speaker.actor
  const counted = events.filter(({ kind }) => !NOT_COUNTED.includes(kind))
  if (counted.length === 0) return
  const at = wholeMinute(work.now)
  await work.tx
    .insertInto('talk_event')
    .values(
      counted.map(({ kind, runId, flow, hash, step, slot, detail, p }) => ({
        ...{ corpId, projectId, channel, at, kind },
        // The run's own id stands beside the conversation's in other tables; without the key nobody can follow it there.
        run: runId === undefined ? null : work.seals.hash(`run ${runId}`).slice(0, 32),
        flow: flow ?? null,
        version: hash ?? null,
        step: step ?? null,
        slot: slot ?? null,
        // What broke is told in words, and words may hold anything.
        detail: kind === 'failed' ? null : (detail ?? null),
        p: p ?? null,
      })),
    )
    .execute()
}

/** To the second it could be laid beside a message. */
function wholeMinute(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000)
}

async function keepUnmatched(
  work: Work,
  { conversationId, corpId, speaker }: TalkOfTurn,
  unmatched: TurnOutcome['unmatched'],
): Promise<void> {
  const { projectId } = speaker.actor
  const names = await namesAround(work.tx, corpId, projectId)
  await work.tx
    .insertInto('unmatched_sentence')
    .values(
      unmatched.map(({ text, flow, step, isQuestion }) => ({
        id: work.newId(),
        ...{ corpId, projectId, at: work.now, isQuestion },
        talk: talkKey(work, conversationId),
        flow: flow ?? null,
        step: step ?? null,
        text: withoutPersonal(text, names, ({ kind }) => `〔${PERSONAL_WORDS[kind]}〕`).slice(
          0,
          MOST_CHARS,
        ),
      })),
    )
    .execute()
}

const MOST_CHARS = 200

/** Whoever takes a message back takes it back here too; `at` is the moment of the turn that heard it. */
export async function forgetUnmatched(work: Work, conversationId: string, at: Date): Promise<void> {
  await work.tx
    .deleteFrom('unmatched_sentence')
    .where('talk', '=', talkKey(work, conversationId))
    .where('at', '=', at)
    .execute()
}

/** The same for all that one person ever said. */
export async function forgetTalk(
  work: Pick<Work, 'tx' | 'seals'>,
  conversationId: string,
): Promise<void> {
  await work.tx
    .deleteFrom('unmatched_sentence')
    .where('talk', '=', talkKey(work, conversationId))
    .execute()
}

/** Without the key nobody can lay a sentence beside the person's other words. */
function talkKey({ seals }: Pick<Work, 'seals'>, conversationId: string): string {
  return seals.hash(`talk ${conversationId}`).slice(0, 32)
}

/** Forgets both after their times. */
export async function sweepTalkEvents(
  tx: Tx,
  before: { readonly events: Date; readonly unmatched: Date },
): Promise<void> {
  await tx.deleteFrom('talk_event').where('at', '<', before.events).execute()
  await tx.deleteFrom('unmatched_sentence').where('at', '<', before.unmatched).execute()
}
