/** Work that was charged turns out to be the developer's: nothing more is owed, and what was paid goes back. */
import { cancelBill } from '../fees/ticket-bill.ts'
import { yuanText } from '../fees/yuan.ts'
import { payersOfRoom } from '../residents/payers-of-room.ts'
import { openTask } from '../tasks/open-task.ts'
import { cancelTask } from '../tasks/take-task.ts'
import { maskedContact } from '../tickets/contact-phone.ts'
import { subjectOf, type TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'

/**
 * Whoever may pay for the home hears it; a manager gives the money back, as the desk itself moves none
 * (建设工程质量管理条例, art. 41: the developer mends at its own cost). The ticket is locked.
 */
export async function giveMoneyBack(work: Work, ticket: TicketRow, reason: string): Promise<void> {
  const paidFen = await cancelBill(work.tx, ticket.id)
  if (paidFen === 0) return
  const { id, corpId, projectId, number, place, buildingCode, version } = ticket
  await openTask(work, {
    kind: 'refund',
    key: `${prefixOf(id)}${version}`,
    ...{ corpId, projectId, role: 'manager', subject: subjectOf(id) },
    ...(buildingCode ? { buildingCode } : {}),
    values: { number, place, reason, paid: yuanText(paidFen), phone: maskedContact(ticket) },
  })
  const payers = ticket.roomId ? await payersOfRoom(work, ticket.roomId) : []
  for (const { conversationId } of payers) {
    await work.tell.owner(work, conversationId, {
      words: 'tickets.owner.money_back',
      values: { number, paid: yuanText(paidFen) },
      key: `money-back-${id}-${version}-${conversationId}`,
      purpose: 'notice',
    })
  }
}

/** It is not the developer's after all: what was paid stays with the bill it will be. */
export async function keepMoney(work: Work, ticketId: string): Promise<void> {
  const open = await work.tx
    .selectFrom('task')
    .select('key')
    .where('key', 'like', `${prefixOf(ticketId)}%`)
    .where('state', 'in', ['open', 'taken'])
    .execute()
  for (const { key } of open) await cancelTask(work, key)
}

function prefixOf(ticketId: string): string {
  return `refund/${ticketId}/`
}
