/** Posts what members wrote to the desk's callback, as the platform does, and notes what was answered. */
import type { Corp } from '../../../src/sandbox/platform/corp.ts'
import { type SenderKeys, sealed, send } from '../callback-sender.ts'

export interface MemberPost {
  readonly userId: string
  readonly messageId: string
  readonly text: string
  /** Seconds since 1970. */
  readonly sentAt: number
}

/** The keys of the app's callback in the sandbox. */
export function callbackKeys(corp: Corp): SenderKeys {
  const [app] = corp.apps
  if (!app) throw new Error('the corp has no app')
  const { token, aesKey } = app
  return { path: '/wecom/app/callback', corpId: corp.corpId, token, aesKey }
}

/** One delivery, with a signature of its own; the HTTP status, 0 when the line broke. */
export async function postMemberMessage(
  address: string,
  keys: SenderKeys,
  post: MemberPost,
): Promise<number> {
  const { query, body } = sealed(keys, xmlOf(post, keys.corpId))
  const target = `${keys.path}?${query}`
  const answer = await send(Number(new URL(address).port), { method: 'POST', target, body })
  return answer.status
}

function xmlOf({ userId, messageId, text, sentAt }: MemberPost, corpId: string): string {
  return (
    `<xml><ToUserName>${corpId}</ToUserName><FromUserName>${userId}</FromUserName>` +
    `<CreateTime>${sentAt}</CreateTime><MsgType>text</MsgType><Content>${text}</Content>` +
    `<MsgId>${messageId}</MsgId><AgentID>1000002</AgentID></xml>`
  )
}
