/** What the outbox asks before and after sending: overtaken reminders, codes of cards, people to be told by hand. */
import type { Form } from '../channels/card.ts'
import { isStaffChannel, type Outgoing, type Receipt } from '../channels/channel.ts'
import type { Tx } from '../database/open-database.ts'
import type { Seals } from '../database/sealed.ts'
import { staffOfUser } from '../desk/staff/staff.ts'
import { openTask } from '../desk/tasks/open-task.ts'
import type { Work } from '../desk/work.ts'
import { isStale, type Session } from '../dialogue/run/session.ts'
import { setServiceState } from '../outbox/budget.ts'
import type { OutboxHooks } from '../outbox/hooks.ts'
import type { OutboxItem } from '../outbox/item.ts'
import { ownerInWords } from './owner-in-words.ts'
import { projectServed } from './project-served.ts'
import { reopenHandoff } from './reopen-handoff.ts'
import { shortText } from './short-text.ts'
import { callStaff } from './staff-unreached.ts'
import { tellOfPause } from './tell-of-pause.ts'
import type { Words } from './words.ts'
import type { WorkMaker } from './work-maker.ts'

export interface HookDeps {
  readonly makeWork: WorkMaker
  readonly words: Words
  readonly seals: Seals
  readonly sendsNeeded: (message: Outgoing) => number
}

export function openOutboxHooks({ makeWork, words, seals, sendsNeeded }: HookDeps): OutboxHooks {
  return {
    sendsNeeded,
    prepare: (tx, item) => prepare(tx, seals, item),
    async sent(tx, item, receipt) {
      const { message } = item
      if (message.kind === 'card' || message.kind === 'form')
        await keepCode(tx, message.taskId, receipt)
      if (message.kind === 'card-close') await useCode(makeWork(tx, OUTBOX), message)
      if (message.kind === 'hand-over') {
        const work = makeWork(tx, OUTBOX)
        await setServiceState(work, item.conversationId, SERVICE_STATES[message.to])
      }
    },
    paused: (tx, pause) => tellOfPause(makeWork(tx, OUTBOX), pause, 'paused'),
    resumed: (tx, pause) => tellOfPause(makeWork(tx, OUTBOX), pause, 'resumed'),
    undeliverable: (tx, item, reason) => tellSomebody(makeWork(tx, OUTBOX), words, item, reason),
  }
}

const OUTBOX = { kind: 'system', name: 'outbox' } as const

/** wecom.md 3.6. */
const SERVICE_STATES = { bot: 1, pool: 2, servicer: 3, end: 4 } as const

type Prepared = Awaited<ReturnType<OutboxHooks['prepare']>>

async function prepare(tx: Tx, seals: Seals, item: OutboxItem): Promise<Prepared> {
  if (item.guard && (await isOvertaken(tx, seals, item))) return { drop: 'overtaken' }
  const { message } = item
  if (!('taskId' in message)) return { send: message }
  const card = await tx
    .selectFrom('staff_card')
    .selectAll()
    .where('taskId', '=', message.taskId)
    .executeTakeFirst()
  if (message.kind !== 'card-close') {
    return card?.state === 'closed' ? { drop: 'closed before it was sent' } : { send: message }
  }
  if (!card?.responseCode || card.codeUsedAt) return { drop: 'no code to grey it' }
  // One turn may close a card twice; what it says last is what stays.
  const text = card.closedText ?? message.text
  const form = card.form === null ? {} : { form: seals.openJson(card.form) as Form }
  return { send: { ...message, ...form, text, responseCode: card.responseCode } }
}

async function isOvertaken(tx: Tx, seals: Seals, item: OutboxItem): Promise<boolean> {
  const conversation = await tx
    .selectFrom('conversation')
    .select('session')
    .where('id', '=', item.conversationId)
    .executeTakeFirst()
  const guard = item.guard as { runId: string; generation: number }
  if (!conversation?.session) return true
  return isStale(seals.openJson(conversation.session) as Session, guard)
}

async function keepCode(tx: Tx, taskId: string, receipt: Receipt): Promise<void> {
  if (!receipt.responseCode) return
  await tx
    .updateTable('staff_card')
    .set({ responseCode: receipt.responseCode })
    .where('taskId', '=', taskId)
    // A tap that came first brought a fresher code.
    .where('responseCode', 'is', null)
    .execute()
}

/** A code greys once (wecom.md 5.4). */
async function useCode(
  { tx, now }: Work,
  { taskId, responseCode }: Extract<Outgoing, { kind: 'card-close' }>,
): Promise<void> {
  await tx
    .updateTable('staff_card')
    .set({ codeUsedAt: now })
    .where('taskId', '=', taskId)
    .where('responseCode', '=', responseCode)
    .execute()
}

async function tellSomebody(
  work: Work,
  words: Words,
  item: OutboxItem,
  reason: string,
): Promise<void> {
  if (item.message.kind === 'hand-over') return handOverFailed(work, item)
  const { channel } = item.to
  if (channel === 'wecom-kf' || channel === 'web-chat') {
    return tellAboutOwner(work, words, item, reason)
  }
  if (isStaffChannel(channel)) await callStaff(work, item)
}

async function tellAboutOwner(
  work: Work,
  words: Words,
  item: OutboxItem,
  reason: string,
): Promise<void> {
  const projectId = await projectServed(work.tx, item.to)
  if (!projectId) return
  const person = await ownerInWords(work, words, item.conversationId)
  await openTask(work, {
    kind: 'unreached',
    key: `unreached-${item.id}`,
    corpId: item.corpId,
    projectId,
    role: 'agent',
    values: { ...person, text: shortText(item.message), reason },
    conversationId: item.conversationId,
  })
}

/** The chosen servicer cannot take the chat: they are told why, and it is open for the others again. */
async function handOverFailed(work: Work, item: OutboxItem): Promise<void> {
  if (item.message.kind !== 'hand-over' || !item.message.servicer) return
  const staff = await staffOfUser(work.tx, item.corpId, item.message.servicer)
  for (const member of staff.slice(0, 1)) {
    await work.tell.staff(work, member.id, {
      words: 'conversation.servicer_away',
      values: {},
      key: `servicer-away-${item.id}`,
      purpose: 'alert',
    })
  }
  await reopenHandoff(work, item.conversationId)
}
