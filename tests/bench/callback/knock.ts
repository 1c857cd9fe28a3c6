/** Requests that are not the platform's: what they are answered, and whether the process is alive afterwards. */
import { sealed } from '../../support/callback-sender.ts'
import { until } from '../../support/until.ts'
import { requestOf } from './deliveries.ts'
import type { Subject } from './subjects.ts'
import { openWire } from './wire.ts'

export interface Knock {
  /** Status of a body of four bytes that anybody can send; 0 when the connection was cut. */
  readonly shortest: number
  readonly wrongSignature: number
  /** A right signature around a message for another corp. */
  readonly otherCorp: number
  readonly isAlive: boolean
}

const MESSAGE =
  '<xml><FromUserName>a</FromUserName><MsgType>text</MsgType><Content>b</Content><MsgId>9</MsgId></xml>'
const AFTER_MS = 1000

/** The one that may kill comes last. */
export async function knock(subject: Subject): Promise<Knock> {
  const { keys, server } = subject
  const good = sealed(keys, MESSAGE)
  const ask = async (request: { query: string; body: string }) => {
    const wire = await openWire(server.port)
    const status = await wire.send(requestOf(keys.path, request))
    wire.close()
    return status
  }
  const forged = good.query.replace(/msg_signature=\w+/, `msg_signature=${'0'.repeat(40)}`)
  const wrongSignature = await ask({ ...good, query: forged })
  const otherCorp = await ask(sealed(keys, MESSAGE, 'ww9999999999999999'))
  const shortest = await ask({ query: forged, body: '<a/>' })
  // One that dies does so just after it was asked.
  const died = await until('it is dead', () => !server.isAlive(), AFTER_MS).catch(() => false)
  return { shortest, wrongSignature, otherCorp, isAlive: died !== true }
}
