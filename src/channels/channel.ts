/** The contract between the desk and any channel: how people are addressed, what they say, what they are shown. */
import type { Card, Form } from './card.ts'

/** Where one person is reached on one account of one channel. All four parts together name a conversation. */
export interface Address {
  /** The property company on the platform; ids below are only unique inside it. */
  readonly corpId: string
  readonly channel: ChannelName
  /** The account written to: a customer-service account, an app, a robot, a project's web chat. */
  readonly account: string
  /** In a group every member has a conversation of their own: member, slash, group (see `memberOf`). */
  readonly user: string
}

/** Permanent: these names are stored in conversation keys. */
export const CHANNEL_NAMES = [
  'wecom-kf',
  'wecom-app',
  'wecom-robot',
  'wecom-aibot',
  'web-chat',
] as const
export type ChannelName = (typeof CHANNEL_NAMES)[number]

/** Channels on which members of staff talk to the desk; on all others it is owners. */
export function isStaffChannel(channel: ChannelName): boolean {
  return channel === 'wecom-app' || channel === 'wecom-aibot'
}

/** Who writes at an address, and in which group when others read along. Ids of members hold no slash. */
export function memberOf({ user }: Pick<Address, 'user'>): {
  readonly member: string
  readonly group: string | null
} {
  const slash = user.indexOf('/')
  return slash === -1
    ? { member: user, group: null }
    : { member: user.slice(0, slash), group: user.slice(slash + 1) }
}

/** A message or event as it came in, in our own words. */
export interface Incoming {
  /** Equal for every delivery of the same thing, different for everything else (wecom.md 1.6). */
  readonly key: string
  readonly from: Address
  /** When the person sent it, by the platform's clock. */
  readonly sentAt: Date
  readonly content: IncomingContent
}

export type IncomingContent =
  | {
      readonly kind: 'text'
      readonly text: string
      /** Present when a menu option was tapped: the option's token as we sent it. */
      readonly token?: string
    }
  | {
      readonly kind: 'media'
      readonly media: MediaKind
      /** The channel's handle; the platform's is good for three days (wecom.md 8). */
      readonly mediaId: string
      /** Our own file: set when the message is kept, or before by a channel that stored the bytes itself. */
      readonly fileId?: string
    }
  | {
      readonly kind: 'location'
      readonly latitude: number
      readonly longitude: number
      readonly name: string
    }
  | {
      readonly kind: 'click'
      readonly taskId: string
      readonly key: string
      readonly selections: Readonly<Record<string, readonly string[]>>
      /** Single use, 72 hours (wecom.md 5.4). */
      readonly responseCode: string
    }
  /** The person opened the chat. `welcomeCode` lets one greeting go out within 20 s (wecom.md 3.5). */
  | { readonly kind: 'enter'; readonly welcomeCode?: string; readonly scene?: string }
  /** A human servicer of the platform took, passed on or ended the chat (wecom.md 3.3). */
  | {
      readonly kind: 'servicing'
      readonly change: 'taken' | 'transferred' | 'ended' | 'reopened'
      readonly servicer?: string
      readonly code?: string
    }
  /** A message we sent did not arrive after all. */
  | { readonly kind: 'send-failed'; readonly platformId: string; readonly reason: string }
  /** The person took a message back: its content must be forgotten. */
  | { readonly kind: 'recalled'; readonly recalledKey: string }
  /** Something we cannot read (a sticker, a mini program); `what` is its Chinese name. */
  | { readonly kind: 'unreadable'; readonly what: string }

export type MediaKind = 'image' | 'voice' | 'video' | 'file'

/** What is shown to a person. A channel degrades what it cannot show; it never drops it. */
export type Outgoing =
  | {
      readonly kind: 'text'
      readonly text: string
      /** Members to be alerted, where the channel can (a group robot). */
      readonly mention?: readonly string[]
    }
  | {
      readonly kind: 'menu'
      readonly text: string
      readonly options: readonly MenuOption[]
      readonly tail?: string
      /** Of a page of a longer list: the number its first option is typed as. A channel shows such numbers. */
      readonly numberFrom?: number
    }
  | { readonly kind: 'image'; readonly fileId: string }
  | { readonly kind: 'link'; readonly text: string; readonly label: string; readonly url: string }
  | ({ readonly kind: 'card' } & Card)
  | ({ readonly kind: 'form' } & Form)
  /** Greys a card or form that was shown before: its buttons go, `text` stands in their place. */
  | {
      readonly kind: 'card-close'
      readonly taskId: string
      readonly text: string
      readonly responseCode: string
      /** The form as it was shown: its questions can be greyed only by showing it again. */
      readonly form?: Form
    }
  /** Hands the chat to the platform's human servicers, or takes it back (wecom.md 3.6). */
  | {
      readonly kind: 'hand-over'
      readonly to: 'pool' | 'servicer' | 'bot' | 'end'
      readonly servicer?: string
    }

export interface MenuOption {
  /** Comes back in `Incoming.content.token` when tapped; at most 128 bytes. */
  readonly token: string
  readonly label: string
  /** Leads to the next page and has no number of its own. */
  readonly isMore?: true
}

/** One send, as the outbox hands it to a channel. */
export interface Sending {
  /** Unique per message ever sent; a channel that can uses it so that a repeat is not shown twice. */
  readonly key: string
  readonly to: Address
  readonly message: Outgoing
  /** True when an earlier try may have arrived (time-out, crash). */
  readonly repeated: boolean
  /** A single-use code that lets this one message go out beside the budget. */
  readonly code?: string
}

/** What the platform said when it took a message. */
export interface Receipt {
  readonly platformId?: string
  /** For cards: lets the card be greyed once, within 72 hours. */
  readonly responseCode?: string
  /** Receivers the platform could not reach although it took the message. */
  readonly unreached?: readonly string[]
  /** True when the platform told us that an earlier try had arrived. */
  readonly alreadySent?: boolean
}

/** How a refused send is to be treated (wecom.md 4.2). */
export type RefusalClass =
  /** Try again with growing delay. */
  | 'transient'
  /** The platform's limit: this account must pause. */
  | 'rate'
  /** Not now: outside the window, over budget, or a human has the chat. Wait for the person's next message. */
  | 'window'
  /** Wrong settings: tell the operator, keep the message. */
  | 'config'
  /** This message can never be sent. */
  | 'data'
  /** A single-use code was used or too late: nothing to repeat. */
  | 'expired'

/** Thrown by `Channel.send` when the platform refused. Anything else thrown counts as ambiguous. */
export class SendRefused extends Error {
  readonly refusal: RefusalClass
  readonly platformCode: string
  readonly retryAfterMs: number | undefined

  constructor(refusal: RefusalClass, platformCode: string, message: string, retryAfterMs?: number) {
    super(message)
    this.name = 'SendRefused'
    this.refusal = refusal
    this.platformCode = platformCode
    this.retryAfterMs = retryAfterMs
  }
}

/** One way of talking to people. Every channel passes the same conformance suite. */
export interface Channel {
  readonly name: ChannelName
  /** Sends one message. Throws SendRefused with a class, or anything else when it is unknown whether it arrived. */
  send(sending: Sending): Promise<Receipt>
  /** False while another process has to send: a channel with one connection. Absent: any process may. */
  isHere?(): boolean
}

/** The id of the conversation an address belongs to: stable, readable, and the same in every process. */
export function conversationIdOf(address: Address): string {
  return [address.channel, address.corpId, address.account, address.user].join('/')
}
