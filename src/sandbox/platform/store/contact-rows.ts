/** The rows of 客户联系: customers, codes, tags, mass messages (wecom.md 7). */
import type { JsonObject } from '../json.ts'

/** A member has a customer in 客户联系 (wecom.md 7). */
export interface FollowRow {
  readonly userId: string
  readonly externalUserId: string
  readonly at: string
  /** That of the contact way it came by. */
  readonly state: string
  /** 1 by QR code, 0 unknown. */
  readonly addWay: number
  readonly remark: string
  readonly tagIds: readonly string[]
}

/** A 联系我 code (wecom.md 7.3). */
export interface ContactWayRow {
  readonly configId: string
  readonly type: number
  readonly scene: number
  readonly state: string
  readonly remark: string
  readonly skipVerify: boolean
  readonly users: readonly string[]
  /** Null: it never ends. */
  readonly expiresAt: string | null
}

/** The right to greet a new customer once, within 20 seconds (wecom.md 7.4). */
export interface WelcomeCodeRow {
  readonly code: string
  readonly userId: string
  readonly externalUserId: string
  readonly expiresAt: string
  readonly used?: true
}

export interface ContactTagRow {
  readonly id: string
  readonly groupId: string
  readonly groupName: string
  readonly name: string
  readonly order: number
  readonly at: string
}

/** A group of customers a member has made (wecom.md 7.2). */
export interface CustomerGroupRow {
  readonly chatId: string
  readonly name: string
  readonly ownerId: string
  readonly externalUserIds: readonly string[]
  readonly at: string
}

/** One add_msg_template (wecom.md 7.5). */
export interface MassMessageRow {
  readonly msgid: string
  /** Absent: to persons. */
  readonly toGroups?: true
  readonly at: string
  readonly text: string
  readonly attachments: readonly JsonObject[]
  readonly cancelled?: true
  /** When members were reminded. */
  readonly reminders: readonly string[]
}

/** What one member has to confirm of it. */
export interface MassTaskRow {
  readonly msgid: string
  readonly userId: string
  readonly at: string
  /** 0 unsent, 2 sent. */
  readonly status: 0 | 2
  readonly sentAt?: string
  readonly targets: readonly MassTarget[]
}

export interface MassTarget {
  /** Empty where it goes to a group. */
  readonly externalUserId: string
  readonly chatId?: string
  /** 0 unsent, 1 sent, 2 no longer a customer, 3 has had as many as the platform allows. */
  readonly status: 0 | 1 | 2 | 3
}
