/** Tells people in the words of the flow files: every note becomes a row of the outbox. */
import { createHash } from 'node:crypto'
import { type Address, conversationIdOf } from '../channels/channel.ts'
import type { Tx } from '../database/open-database.ts'
import { forReader } from '../desk/staff/for-reader.ts'
import { isLocalAdmin } from '../desk/staff/local-admin.ts'
import { findStaff, type StaffMember } from '../desk/staff/staff.ts'
import type { CardNote, Note, Notifier, Subject, Work } from '../desk/work.ts'
import { awayFromMarks } from '../outbox/away-from-marks.ts'
import { canWriteTo } from '../outbox/budget.ts'
import { putOutgoing } from '../outbox/put.ts'
import type { OutboxRules } from '../outbox/rules.ts'
import { addressOfConversation } from './address-of-conversation.ts'
import { tellByHand } from './tell-by-hand.ts'
import type { Words } from './words.ts'

export interface NotifierDeps {
  readonly words: Words
  readonly outbox: OutboxRules
  /** The app staff of a company meet us in; nothing for a company without one. */
  readonly appAccountOf: (corpId: string) => string | undefined
}

/** The group robot is one receiver; its secret key stays in the channel. */
const ROBOT = { channel: 'wecom-robot', account: 'robot', user: 'group' } as const

export function openNotifier(deps: NotifierDeps): Notifier {
  const { words } = deps
  const now = (work: Work) => ({ now: work.now, rules: deps.outbox })
  return {
    async owner(work, conversationId, note) {
      if (note.inTime && !(await canWriteTo(work.tx, conversationId, now(work)))) {
        return await tellByHand(work, words, conversationId, note)
      }
      const to = await addressOfConversation(work.tx, conversationId)
      // It may take what is kept from mere notices (rules/outbox.yaml, `reserve`), as it was looked at just now.
      await putNote(work, deps, { ...note, to, ...(note.inTime && { purpose: 'alert' as const }) })
    },
    async staff(work, staffId, note) {
      const member = await reachable(work.tx, staffId)
      if (!member) return
      const { projectId } = member
      const values = forReader(member, note.values)
      await putNote(work, deps, { ...note, values, to: addressOfMember(deps, member), projectId })
    },
    async photo(work, staffId, { fileId, key }) {
      const member = await reachable(work.tx, staffId)
      if (!member) return
      const to = addressOfMember(deps, member)
      const message = { kind: 'image' as const, fileId }
      await putOutgoing(work, { key, to, message, purpose: 'alert', projectId: member.projectId })
    },
    async card(work, staffId, note) {
      const member = await reachable(work.tx, staffId)
      if (member) await putCard(work, deps, member, note)
    },
    async closeCards(work, subject, note) {
      for (const card of await openCards(work.tx, subject, note.exceptStaffId)) {
        await closeCard(work, card, words.text(note.words, note.values))
      }
    },
    async robot(work, projectId, note) {
      const { corpId } = await work.tx
        .selectFrom('project')
        .select('corpId')
        .where('id', '=', projectId)
        .executeTakeFirstOrThrow()
      await putNote(work, deps, { ...note, to: { corpId, ...ROBOT }, projectId })
    },
  }
}

/** The local administrator has no chat. */
async function reachable(tx: Tx, staffId: string): Promise<StaffMember | null> {
  return isLocalAdmin(staffId) ? null : await findStaff(tx, staffId)
}

async function putNote(
  work: Work,
  { words, outbox: { jitter } }: NotifierDeps,
  note: Note & {
    readonly to: Address
    readonly projectId?: string
    readonly mention?: readonly string[]
  },
): Promise<void> {
  const { key, to, purpose, projectId, mention, topic } = note
  const text = words.text(note.words, note.values)
  const message = { kind: 'text' as const, text, ...(mention && { mention }) }
  await putOutgoing(work, {
    ...{ key, to, message, purpose },
    ...(projectId && { projectId }),
    ...(topic && { topic }),
    ...(note.isPlanned && { notBefore: awayFromMarks(work.now, key, jitter) }),
  })
}

/** Without an app the message stays in the outbox and the channel says what is missing. */
function addressOfMember({ appAccountOf }: NotifierDeps, member: StaffMember): Address {
  const { corpId, userId: user } = member
  return { corpId, channel: 'wecom-app', account: appAccountOf(corpId) ?? 'none', user }
}

async function putCard(
  work: Work,
  deps: NotifierDeps,
  member: StaffMember,
  note: CardNote,
): Promise<void> {
  const { subject, key } = note
  const to = addressOfMember(deps, member)
  // From the key, so that a card put twice is one card; of the platform's alphabet (wecom.md 5.3).
  const taskId = `c-${shortHash(key)}`
  const message = { taskId, ...deps.words.card(note.card, forReader(member, note.values)) }
  await work.tx
    .insertInto('staff_card')
    .values({
      taskId,
      corpId: member.corpId,
      conversationId: conversationIdOf(to),
      staffId: member.id,
      subjectKind: subject.kind,
      subjectId: subject.id,
      state: 'open',
      form: message.kind === 'form' ? work.seals.sealJson(message) : null,
      createdAt: work.now,
    })
    .onConflict((conflict) => conflict.column('taskId').doNothing())
    .execute()
  const { projectId } = member
  await putOutgoing(work, { key, to, message, purpose: 'notice', projectId })
}

async function openCards(tx: Tx, subject: Subject, exceptStaffId: string | undefined) {
  const query = tx
    .selectFrom('staff_card')
    .select(['taskId', 'conversationId', 'corpId'])
    .where('subjectKind', '=', subject.kind)
    .where('subjectId', '=', subject.id)
    .where('state', '=', 'open')
  return exceptStaffId === undefined
    ? query.execute()
    : query.where('staffId', '<>', exceptStaffId).execute()
}

/**
 * Takes the buttons off one card, once, and once more for each later tap: its fresh code may do what an earlier one
 * could not. What greys it is looked up when it is sent: the code may not be there yet.
 */
export async function closeCard(
  work: Pick<Work, 'tx' | 'now' | 'newId' | 'seals'>,
  card: { readonly taskId: string; readonly conversationId: string },
  text: string,
  tapCode?: string,
): Promise<void> {
  await work.tx
    .updateTable('staff_card')
    .set({ state: 'closed', closedText: text })
    .where('taskId', '=', card.taskId)
    .execute()
  const [channel, corpId = '', account = '', ...user] = card.conversationId.split('/')
  const to = { corpId, channel: channel as Address['channel'], account, user: user.join('/') }
  const message = { kind: 'card-close' as const, taskId: card.taskId, text, responseCode: '' }
  const tap = tapCode === undefined ? '' : `-${shortHash(tapCode)}`
  const key = `close-${card.taskId}${tap}`
  await putOutgoing(work, { key, to, message, purpose: 'notice' })
}

/** 160 bits as 40 digits. */
function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 40)
}
