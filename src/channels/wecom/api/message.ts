/** The calls that show things to members of staff (wecom.md 5). */
import { z } from 'zod'
import type { TemplateCard } from '../card-kinds.ts'
import type { WecomApi } from './client.ts'

/** Nothing in a yes may turn it into a doubt: a message that was shown would be shown again. */
const SENT = z.object({
  msgid: z.string().optional().catch(undefined),
  response_code: z.string().optional().catch(undefined),
  /** Ids with bars between them, in lower case. */
  invaliduser: z.string().catch(''),
  unlicenseduser: z.string().catch(''),
})
export type AppSent = z.infer<typeof SENT>

export interface AppMessage {
  /** One userid. */
  readonly touser: string
  readonly agentid: number
  readonly msgtype: string
  readonly [body: string]: unknown
}

// https://developer.work.weixin.qq.com/document/path/90236
export function sendAppMessage(api: WecomApi, message: AppMessage): Promise<AppSent> {
  return api.json({ method: 'POST', path: '/cgi-bin/message/send', body: message }, SENT)
}

export interface CardGreying {
  readonly userids: readonly string[]
  readonly agentid: number
  readonly responseCode: string
  /** What stands on the buttons afterwards, or the card that takes the place of the one shown. */
  readonly with: { readonly replaceName: string } | { readonly card: TemplateCard }
}

const UPDATED = z.object({ invaliduser: z.array(z.string()).catch([]) })

// https://developer.work.weixin.qq.com/document/path/94888
export function greyCard(api: WecomApi, card: CardGreying): Promise<z.infer<typeof UPDATED>> {
  const body = {
    userids: card.userids,
    agentid: card.agentid,
    response_code: card.responseCode,
    ...('card' in card.with
      ? { template_card: card.with.card }
      : { button: { replace_name: card.with.replaceName } }),
  }
  const path = '/cgi-bin/message/update_template_card'
  return api.json({ method: 'POST', path, body }, UPDATED)
}

/** Takes back a message of the same app, within 24 hours. */
// https://developer.work.weixin.qq.com/document/path/94867
export async function recallMessage(api: WecomApi, msgid: string): Promise<void> {
  const body = { msgid }
  await api.json({ method: 'POST', path: '/cgi-bin/message/recall', body }, z.object({}))
}
