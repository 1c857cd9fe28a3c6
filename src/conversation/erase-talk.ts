/**
 * A person's talk is erased at their wish (个人信息保护法 article 47; dialogue.md D14, erase-by-user). What they and the
 * desk said to each other goes, in every channel they were met in; what was promised stands on its ticket, whose
 * keeping has its own reasons, and stays.
 */
import { sql } from 'kysely'
import type { IncomingContent, Outgoing } from '../channels/channel.ts'
import type { Tx } from '../database/open-database.ts'
import { audit } from '../desk/audit/audit.ts'
import { unnamedPhotos } from '../desk/tickets/unnamed-photos.ts'
import type { Work } from '../desk/work.ts'
import { type Session, withoutTalk } from '../dialogue/run/session.ts'
import { forgetFile } from '../media/forget-file.ts'
import { lanesOf } from '../outbox/lane-of.ts'
import { forgetTalk } from './talk-events.ts'
import { applyTimers } from './talk-timers.ts'

export type EraseWork = Pick<Work, 'tx' | 'now' | 'newId' | 'actor' | 'seals'>

/** `busy`: something is being answered, sent, done or talked over with people right now; nothing was erased. */
export type Erased =
  | { readonly outcome: 'ok'; readonly talks: number; readonly messages: number }
  | { readonly outcome: 'unknown' | 'busy' }

/** What stands where words stood: the rows stay, so that the same message is neither taken in nor sent again. */
const HEARD: IncomingContent = { kind: 'unreadable', what: '已删除的消息' }
const SAID: Outgoing = { kind: 'text', text: '' }
/** The kinds of tasks that repeat words of the talk, and the value that does. */
const REPEATING = { unreached: 'text', handoff: 'summary' }
/** Of messages to the person: nothing of them is going to be sent any more. */
const SETTLED = ['sent', 'merged', 'tasked', 'dropped', 'failed']

/** @param conversationId any conversation of the person: channel/company/account/user */
export async function eraseTalk(work: EraseWork, conversationId: string): Promise<Erased> {
  const { tx } = work
  const talks = await lockTalks(tx, conversationId)
  if (talks.length === 0) return { outcome: 'unknown' }
  const ids = talks.map(({ id }) => id)
  if (talks.some(({ handling }) => handling !== 'bot') || (await isBusy(tx, ids)))
    return { outcome: 'busy' }
  let messages = 0
  for (const talk of talks) {
    messages += await eraseMessages(work, talk.id)
    await eraseSession(work, talk)
    await audit(work, {
      action: 'talk.erase',
      subject: { kind: 'conversation', id: talk.id },
      ...{ corpId: talk.corpId, projectId: null },
      detail: {},
    })
  }
  return { outcome: 'ok', talks: talks.length, messages }
}

interface Talk {
  readonly id: string
  readonly corpId: string
  readonly session: string | null
  readonly handling: string
}

/** Every conversation of the same person in the company; no turn goes on in one while they are locked. */
async function lockTalks(tx: Tx, conversationId: string): Promise<readonly Talk[]> {
  const person = await tx
    .selectFrom('conversation')
    .select(['corpId', 'userId'])
    .where('id', '=', conversationId)
    .executeTakeFirst()
  if (!person) return []
  return await tx
    .selectFrom('conversation')
    .select(['id', 'corpId', 'session', 'handling'])
    .where('corpId', '=', person.corpId)
    .where('userId', '=', person.userId)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
}

async function isBusy(tx: Tx, ids: readonly string[]): Promise<boolean> {
  const found = await sql<{ busy: boolean }>`
    select exists (select from inbox_item where "conversationId" = any(${ids}) and "doneAt" is null)
        or exists (select from outbox_item where lane = any(${ids.flatMap(lanesOf)}) and state <> all(${SETTLED}))
        or exists (select from remote_order where waiters && ${ids}::text[] and "endedAt" is null)
        or exists (select from aibot_exchange where "conversationId" = any(${ids}) and state = 'open')
      as busy`.execute(tx)
  return found.rows[0]?.busy === true
}

/** @returns how many messages of both sides are gone */
async function eraseMessages(work: EraseWork, conversationId: string): Promise<number> {
  const { tx, seals } = work
  const heard = await tx
    .updateTable('inbox_item')
    .set({ content: seals.sealJson(HEARD), lastError: null })
    .where('conversationId', '=', conversationId)
    .executeTakeFirst()
  const said = await tx
    .updateTable('outbox_item')
    .set({ message: seals.sealJson(SAID) })
    .where('lane', 'in', lanesOf(conversationId))
    .executeTakeFirst()
  await tx.deleteFrom('web_message').where('conversationId', '=', conversationId).execute()
  await tx.deleteFrom('aibot_exchange').where('conversationId', '=', conversationId).execute()
  await tx
    .updateTable('remote_order')
    .set({ payload: seals.sealJson({}), result: null })
    .where(sql<boolean>`waiters = array[${conversationId}]::text[]`)
    .execute()
  await tx
    .updateTable('handoff')
    .set({ summary: '' })
    .where('conversationId', '=', conversationId)
    .execute()
  await eraseInTasks(tx, conversationId)
  await forgetTalk(work, conversationId)
  await erasePhotos(work, conversationId)
  return Number(heard.numUpdatedRows) + Number(said.numUpdatedRows)
}

/** Whoever still has to tell them something reads what; of a task that is over nobody needs it. */
async function eraseInTasks(tx: Tx, conversationId: string): Promise<void> {
  for (const [kind, name] of Object.entries(REPEATING))
    await tx
      .updateTable('task')
      .set({ values: sql`jsonb_set("values", array[${name}]::text[], '""', false)` })
      .where('conversationId', '=', conversationId)
      .where('kind', '=', kind)
      .where('state', 'in', ['done', 'cancelled'])
      .execute()
}

/** What was sent in, unless it stands on a ticket. */
async function erasePhotos({ tx, now }: EraseWork, conversationId: string): Promise<void> {
  const files = await tx
    .selectFrom('media_file')
    .select('id')
    .where('conversationId', '=', conversationId)
    .where('state', '<>', 'forgotten')
    .execute()
  const ids = files.map(({ id }) => id)
  for (const fileId of await unnamedPhotos(tx, ids)) await forgetFile(tx, fileId, now)
}

/** What the desk wants to ask some day is still asked, though what it waited for is gone. */
async function eraseSession(work: EraseWork, { id, corpId, session }: Talk): Promise<void> {
  if (session === null) return
  const before = work.seals.openJson(session) as Session
  const left = withoutTalk(before)
  const now = work.now.getTime()
  await applyTimers(
    work,
    { conversationId: id, corpId },
    {
      cancel: [...before.runs, ...before.pending].map((one) => one.id),
      set: left.pending.map(({ id: runId, since, dueAt = since }) => {
        return { name: 'start', runId, generation: 1, dueAt: new Date(Math.max(dueAt, now)) }
      }),
    },
  )
  await work.tx
    .updateTable('conversation')
    .set({ session: work.seals.sealJson(left), versionPins: JSON.stringify({}) })
    .where('id', '=', id)
    .execute()
}
