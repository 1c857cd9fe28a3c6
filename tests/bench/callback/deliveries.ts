/** Callbacks as the platform sends them, each with a message, a ciphertext and a signature of its own. */
import { type SenderKeys, sealed } from '../../support/callback-sender.ts'

export interface Deliveries {
  readonly keys: SenderKeys
  /** When the messages were written, seconds since 1970. */
  readonly sentAt: number
  /** Begins the message ids: no two runs may send the same. */
  readonly serial: string
}

/** Members who write in turns: as many conversations. */
const MEMBERS = 200

/**
 * So many requests, whole as they go over the wire; sealed beforehand, so that the client is no part of what is measured.
 * A repeated signature would be answered without work, so none is.
 */
export function requestsOf({ keys, sentAt, serial }: Deliveries, count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const message = xmlOf(keys.corpId, `${serial}${String(index).padStart(7, '0')}`, index, sentAt)
    return requestOf(keys.path, sealed(keys, message))
  })
}

/** The bytes of one POST. `encrypt_type` is asked for by peers that serve other accounts too. */
export function requestOf(path: string, { query, body }: { query: string; body: string }): string {
  return (
    `POST ${path}?${query}&encrypt_type=aes HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/xml\r\n` +
    `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  )
}

function xmlOf(corpId: string, messageId: string, index: number, sentAt: number): string {
  const text = '厨房水管漏水'.repeat(6)
  return (
    `<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><FromUserName><![CDATA[member-${index % MEMBERS}]]></FromUserName>` +
    `<CreateTime>${sentAt}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content>` +
    `<MsgId>${messageId}</MsgId><AgentID>1000002</AgentID></xml>`
  )
}
