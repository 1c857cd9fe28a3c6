/** What the outbox asks of those who put messages into it; handed in when the process is built. */
import type { Outgoing, Receipt } from '../channels/channel.ts'
import type { Tx } from '../database/open-database.ts'
import type { OutboxItem } from './item.ts'
import type { SendPause } from './pause.ts'

export interface OutboxHooks {
  /** Last look before sending: the message as it now is, or why it is not to be sent any more. */
  prepare(
    tx: Tx,
    item: OutboxItem,
  ): Promise<{ readonly send: Outgoing } | { readonly drop: string }>
  /** The platform took it. */
  sent(tx: Tx, item: OutboxItem, receipt: Receipt): Promise<void>
  /** It cannot reach the person: somebody must be told. */
  undeliverable(tx: Tx, item: OutboxItem, reason: string): Promise<void>
  /** Its account is set wrong and waits: whoever can mend it must be told. */
  paused(tx: Tx, pause: SendPause): Promise<void>
  /** The account sends again. */
  resumed(tx: Tx, pause: SendPause): Promise<void>
  /** How many platform messages it takes. */
  sendsNeeded(message: Outgoing): number
}
