/** Paid work on a ticket's pages: what was used and what it comes to, and what the owner said to it. */
import { yuanText } from '../fees/yuan.ts'
import { sayTime } from '../tickets/say-time.ts'
import type { TicketRow } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'
import { payerOf } from './answer-quote.ts'
import { totalOf } from './line-amount.ts'
import { openQuoteOf } from './quote.ts'
import { listWords } from './quote-words.ts'
import { workLines } from './work-lines.ts'

/** Each empty when there is nothing of it. */
interface PaidView {
  /** "角阀×2 56.00元；合计56.00元" */
  readonly lines: string
  /** "131.00元，今天09:13同意（微信消息为证）" */
  readonly consent: string
}

const NOTHING_PAID: PaidView = { lines: '', consent: '' }

/** For staff, who see all of it. */
export async function paidView(work: Work, ticket: TicketRow): Promise<PaidView> {
  const lines = await workLines(work.tx, ticket.id)
  const { total } = work.rules.quotes.shown
  return {
    lines:
      lines.length > 0
        ? total.replace('{lines}', listWords(lines)).replace('{total}', yuanText(totalOf(lines)))
        : '',
    consent: await consentWords(work, ticket),
  }
}

/** For an owner's chat: amounts only for who may pay for the room. */
export async function paidViewForOwner(work: Work, ticket: TicketRow): Promise<PaidView> {
  return (await payerOf(work, ticket)) ? await paidView(work, ticket) : NOTHING_PAID
}

async function consentWords(work: Work, ticket: TicketRow): Promise<string> {
  const { agreed, by_message, by_phone, asked } = work.rules.quotes.shown
  const { quoteFen, consentAt, consentMsgId } = ticket
  const fill = (text: string, total: number, at: Date) =>
    text.replace('{total}', yuanText(total)).replace('{at}', sayTime(at, work.now))
  const said =
    quoteFen === null || consentAt === null
      ? []
      : [`${fill(agreed, quoteFen, consentAt)}${consentMsgId ? by_message : by_phone}`]
  const open = await openQuoteOf(work.tx, ticket.id)
  return [...said, ...(open ? [fill(asked, open.totalFen, open.validUntil)] : [])].join('；')
}
