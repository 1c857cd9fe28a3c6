/** Reads a talk back from the rows of its conversation: what each turn heard, from whom, and who may be talked about. */
import type { Address } from '../channels/channel.ts'
import type { Work } from '../desk/work.ts'
import type { Heard, UserFacts } from '../dialogue/run/world.ts'
import { ITEM_COLUMNS } from '../inbox/due.ts'
import { addressOfConversation } from './address-of-conversation.ts'
import { heardOf } from './heard.ts'
import { namesAround } from './names-around.ts'
import { speakerOf } from './speaker.ts'

export type ReadWork = Pick<Work, 'tx' | 'now' | 'rules' | 'seals'>

export type TalkWanted = { readonly conversationId: string } | { readonly ticket: string }

export interface StoredTalk {
  readonly turns: readonly { readonly at: Date; readonly heard: readonly Heard[] }[]
  readonly user: UserFacts
  readonly names: readonly string[]
}

/** Whoever was silent so long talks about something else. */
const SILENCE_MS = 2 * 3_600_000
const DAY_MS = 86_400_000
/** A talk that is longer is no test anybody reads. */
const MOST_TURNS = 60

/**
 * The talk in which the ticket was made, or the last one of the conversation: from one long silence to the next. Null
 * when there is no such conversation or ticket in the company, or nothing was said in it.
 */
export async function readTalk(
  work: ReadWork,
  corpId: string,
  wanted: TalkWanted,
): Promise<StoredTalk | null> {
  const place = await placeOf(work, corpId, wanted)
  if (!place) return null
  const turns = talkAt(await turnsOf(work, place), place.at)
  const speaker = await speakerOf(work, place)
  if (turns.length === 0 || !speaker) return null
  return {
    turns,
    user: speaker.user,
    names: await namesAround(work.tx, corpId, speaker.actor.projectId),
  }
}

interface Place {
  readonly id: string
  readonly address: Address
  /** The moment the talk is wanted of; the last when null. */
  readonly at: Date | null
}

async function placeOf(work: ReadWork, corpId: string, wanted: TalkWanted): Promise<Place | null> {
  const ticket = 'ticket' in wanted ? await ticketNumbered(work, corpId, wanted.ticket) : null
  const id = 'ticket' in wanted ? ticket?.conversationId : wanted.conversationId
  if (!id) return null
  const row = await work.tx
    .selectFrom('conversation')
    .select('id')
    .where('id', '=', id)
    .where('corpId', '=', corpId)
    .executeTakeFirst()
  if (!row) return null
  const address = await addressOfConversation(work.tx, id)
  return { id, address, at: ticket?.createdAt ?? null }
}

async function ticketNumbered({ tx }: ReadWork, corpId: string, number: string) {
  return await tx
    .selectFrom('ticket')
    .select(['conversationId', 'createdAt'])
    .where('corpId', '=', corpId)
    .where('number', '=', number.toUpperCase())
    .orderBy('createdAt', 'desc')
    .executeTakeFirst()
}

/** What was heard together is one turn; what no turn has taken yet is left out. */
async function turnsOf(
  { tx, seals, now }: ReadWork,
  { id, at }: Place,
): Promise<StoredTalk['turns']> {
  const until = at === null ? now : new Date(at.getTime() + DAY_MS)
  const rows = await tx
    .selectFrom('inbox_item')
    .select([...ITEM_COLUMNS, 'turnId', 'doneAt'])
    .where('conversationId', '=', id)
    // What the desk kept silent about or failed at has no answer a test could expect.
    .where('outcome', '=', 'done')
    .where('doneAt', '<=', until)
    .orderBy('doneAt', 'desc')
    .orderBy('seq', 'desc')
    .limit(MOST_TURNS * 20)
    .execute()
  const turns = new Map<string, { at: Date; heard: Heard[] }>()
  for (const row of rows.reverse()) {
    const heard = heardOf({ ...row, content: seals.openJson(row.content) })
    if (!heard || heard.kind === 'timer') continue
    const turn = turns.get(row.turnId ?? row.id) ?? { at: row.doneAt ?? row.sentAt, heard: [] }
    turn.heard.push(heard)
    turns.set(row.turnId ?? row.id, turn)
  }
  return [...turns.values()]
}

/** From one long silence to the next; of a longer talk its end, or from its beginning to the wanted moment and on. */
function talkAt(turns: StoredTalk['turns'], at: Date | null): StoredTalk['turns'] {
  const talks: StoredTalk['turns'][number][][] = []
  for (const turn of turns) {
    const last = talks.at(-1)?.at(-1)
    if (last && turn.at.getTime() - last.at.getTime() <= SILENCE_MS) talks.at(-1)?.push(turn)
    else talks.push([turn])
  }
  const found = at === null ? talks.at(-1) : talks.findLast(([first]) => first && first.at <= at)
  const talk = found ?? []
  if (at === null) return talk.slice(-MOST_TURNS)
  // The turn that made the ticket is what the talk is wanted for: a longer one ends with it.
  const end = Math.max(talk.findLastIndex((turn) => turn.at <= at) + 1, MOST_TURNS)
  return talk.slice(end - MOST_TURNS, end)
}
