/** The rows the platform keeps. Instants are ISO strings on the platform's clock; ids are strings. */
import type { JsonObject } from '../json.ts'

export interface OwnerRow {
  readonly id: string
  readonly name: string
  readonly rooms: readonly string[]
  readonly externalUserId: string
  /** Which of the avatar colours, 0 to 7. */
  readonly colour: number
}

export interface MemberRow {
  /** The userid, as the directory spells it. */
  readonly id: string
  readonly name: string
  readonly title: string
  readonly roles: readonly string[]
  readonly colour: number
  /** Whether they serve 微信客服 chats: not at all, taking new ones, paused for a while, or stopped. */
  readonly servicing: 'none' | 'receiving' | 'paused' | 'stopped'
  /** A member who never logged in: may be written to, cannot serve. */
  readonly activated: boolean
  /** Absent: in the first department. */
  readonly departments?: readonly number[]
  /** Switched off by an administrator. */
  readonly disabled?: true
  /** Without an interface licence: no app reaches them (wecom.md 5.2). */
  readonly unlicensed?: true
}

/** One bubble on somebody's phone. */
export interface BubbleRow {
  /** `owner:ID`, `member:ID` or `robot:KEY`. */
  readonly phone: string
  /** Grows by one within a phone. */
  readonly n: number
  readonly from: 'owner' | 'member' | 'desk' | 'servicer'
  /** Who of the servicers wrote it. */
  readonly servicer?: string
  readonly msgid: string
  readonly at: string
  readonly content: BubbleContent
  readonly recalled?: true
}

export type BubbleContent =
  | { readonly type: 'text'; readonly text: string; readonly mentioned?: readonly string[] }
  | { readonly type: 'markdown'; readonly text: string }
  | {
      readonly type: 'image' | 'voice' | 'video' | 'file'
      readonly mediaId: string
      readonly name: string
      /** How long a voice lasts. */
      readonly seconds?: number
    }
  | {
      readonly type: 'menu'
      readonly head: string
      readonly items: readonly MenuItem[]
      readonly tail: string
    }
  | {
      readonly type: 'link'
      readonly title: string
      readonly description: string
      readonly url: string
      readonly button?: string
    }
  | {
      readonly type: 'location'
      readonly name: string
      readonly address: string
      readonly latitude: number
      readonly longitude: number
    }
  | { readonly type: 'notice'; readonly title: string; readonly lines: readonly string[] }
  | {
      readonly type: 'card'
      readonly card: JsonObject
      readonly agentId: number
      /** Every button the card has had: a phone that was off the line still shows the old ones. */
      readonly keys: readonly string[]
      /** Set when the buttons are gone: the grey words in their place. */
      readonly closed?: string
    }

export type MenuItem =
  | { readonly kind: 'click'; readonly id: string; readonly label: string }
  | { readonly kind: 'view'; readonly label: string; readonly url: string }
  | { readonly kind: 'text'; readonly label: string }

/** One item of an account's message list, as sync_msg returns it. */
export interface KfLogRow {
  readonly openKfId: string
  readonly seq: number
  readonly sentAt: string
  readonly item: JsonObject
}

/** The chat of one customer with one account (wecom.md 3.4, 3.6). */
export interface KfSessionRow {
  readonly openKfId: string
  readonly externalUserId: string
  readonly state: ServiceState
  readonly servicer?: string
  /** Last message of the customer; null until the first. */
  readonly lastInboundAt: string | null
  /** API messages since then. */
  readonly sentSince: number
  readonly welcomedAt: string | null
  /** Latest entry, for customer/batchget. */
  readonly entry?: {
    readonly at: string
    readonly scene: string
    readonly sceneParam: string
  }
}

/** 0 new, 1 bot, 2 waiting pool, 3 human, 4 ended or not begun (wecom.md 3.6). */
export type ServiceState = 0 | 1 | 2 | 3 | 4

/** A single-use right to send one message beside the budget (wecom.md 3.5). */
export interface EventCodeRow {
  readonly code: string
  readonly kind: 'welcome' | 'pool' | 'taken' | 'end'
  readonly openKfId: string
  readonly externalUserId: string
  readonly expiresAt: string
  readonly usedAt?: string
}

export interface TokenRow {
  readonly token: string
  readonly agentId: number
  readonly expiresAt: string
  /** Killed before its time: the platform may do that, and answers 40014 then. */
  readonly killed?: true
}

/** The token inside a kf ping: lifts the rate limit of sync_msg for ten minutes. */
export interface PingTokenRow {
  readonly token: string
  readonly openKfId: string
  readonly expiresAt: string
}

/** The right to update a card once (wecom.md 5.4). */
export interface ResponseCodeRow {
  readonly code: string
  readonly agentId: number
  readonly taskId: string
  readonly members: readonly string[]
  readonly expiresAt: string
  readonly usedAt?: string
}

/** A message of an app, for recall and for the duplicate check. */
export interface AppSendRow {
  readonly msgid: string
  readonly agentId: number
  readonly at: string
  readonly members: readonly string[]
}

/** What an earlier identical send was answered with. */
export interface RepeatRow {
  readonly at: string
  readonly answer: JsonObject
}

/** How often something happened in the running minute, hour and day. */
export interface PaceRow {
  readonly counts: Readonly<Record<string, { readonly window: number; readonly count: number }>>
}

export interface MediaRow {
  readonly mediaId: string
  readonly type: 'image' | 'voice' | 'video' | 'file'
  readonly contentType: string
  readonly filename: string
  readonly bytes: number
  readonly createdAt: string
  /** Uploaded by a robot: only that robot may send it. */
  readonly robotKey?: string
}

/** A callback that is not done: waiting for its first or next attempt, held back by a fault, or given up. */
export interface DeliveryRow {
  readonly id: string
  readonly agentId: number
  readonly kind: 'kf' | 'app'
  /** Deliveries of one lane go out one after the other. */
  readonly lane: string
  readonly xml: string
  readonly createdAt: string
  readonly attempts: number
  readonly status: 'waiting' | 'held' | 'given-up'
  /** How often the same plaintext is to be posted, and how long to wait first (faults). */
  readonly copies: number
  readonly delayMs: number
  /** How many attempts are not heard, whatever the desk answers them. */
  readonly unheard: number
  /** For kf pings: the last item the account had when the ping was made. */
  readonly covers?: { readonly openKfId: string; readonly seq: number }
}

/** How far an account's messages have been pulled, and how far the desk was told to pull. */
export interface KfPulledRow {
  readonly openKfId: string
  readonly pulledSeq: number
  readonly announcedSeq: number
}

export interface OauthCodeRow {
  readonly code: string
  readonly who: { readonly kind: 'owner' | 'member'; readonly id: string }
  readonly expiresAt: string
  readonly usedAt?: string
}

/** A disturbance that is to happen (see control/faults.ts). */
export interface FaultRow {
  readonly id: string
  readonly on: 'call' | 'callback' | 'send' | 'pull'
  readonly effect: string
  readonly path?: string
  readonly kind?: 'kf' | 'app'
  readonly value: number
  /** How often it still happens; null means until it is cleared. */
  readonly left: number | null
  /** How likely it happens, 0 to 1. */
  readonly rate: number
  /** How often it has happened. */
  readonly struck: number
}

/** Something the desk did that a real corp would have suffered from in silence. */
export interface ProblemRow {
  readonly id: string
  readonly at: string
  readonly what: string
}

export interface SettingRow {
  readonly value: string | number
}
