/** What may stand in the answer to a callback itself: shown at once, to the member who acted (wecom.md 1.8; path/90241). */
import type { Form } from '../card.ts'
import { cardXml } from './card-xml.ts'
import { cutBytes } from './split.ts'
import { closedFormCard, greyedText } from './template-card.ts'
import { cdata } from './xml.ts'

export type PassiveReply =
  | { readonly kind: 'text'; readonly text: string }
  /** Greys the card that was just tapped, for the member who tapped: its buttons, or all of a form. */
  | { readonly kind: 'grey-buttons'; readonly text: string; readonly form?: Form }

export interface ReplyParties {
  readonly userId: string
  readonly corpId: string
  readonly now: Date
}

const TEXT_BYTES = 2048

/** The inner XML, before it is sealed. */
export function passiveReplyXml(
  reply: PassiveReply,
  { userId, corpId, now }: ReplyParties,
): string {
  const seconds = Math.floor(now.getTime() / 1000)
  const head =
    `<ToUserName>${cdata(userId)}</ToUserName><FromUserName>${cdata(corpId)}</FromUserName>` +
    `<CreateTime>${seconds}</CreateTime>`
  return `<xml>${head}${replyBody(reply)}</xml>`
}

function replyBody(reply: PassiveReply): string {
  if (reply.kind === 'text') {
    const text = cutBytes(reply.text, TEXT_BYTES)
    return `<MsgType>${cdata('text')}</MsgType><Content>${cdata(text)}</Content>`
  }
  if (reply.form) {
    const card = cardXml(closedFormCard(reply.form, reply.text))
    return `<MsgType>${cdata('update_template_card')}</MsgType>${card}`
  }
  const name = `<ReplaceName>${cdata(greyedText(reply.text))}</ReplaceName>`
  return `<MsgType>${cdata('update_button')}</MsgType><Button>${name}</Button>`
}
