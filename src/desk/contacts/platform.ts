/** What the desk needs of 客户联系: customers of stewards, tasks they confirm, codes, tags. The channel speaks it. */

/**
 * Every call throws SendRefused with a class, or anything else when it is unknown whether it had an effect.
 * All of them go over the network: never inside a transaction.
 */
export interface ContactPlatform {
  /** Hands a steward a message to confirm; `unknown` are those who are not this steward's customers. */
  createTask(task: MassTask): Promise<{ readonly id: string; readonly unknown: readonly string[] }>
  /** The task an attempt of unknown outcome made after all; null when there is none. `known` are not it. */
  findTask(task: MassTask, since: Date, known: readonly string[]): Promise<string | null>
  taskIsSent(taskId: string, userId: string): Promise<boolean>
  results(taskId: string, userId: string, cursor: string): Promise<ResultPage>
  remind(taskId: string): Promise<void>
  /** Cancelling what is cancelled already is well. */
  cancel(taskId: string): Promise<void>
  /** One greeting, within 20 seconds of the code's birth. */
  welcome(code: string, greeting: Greeting): Promise<void>
  /** Stewards that have customers. */
  followers(): Promise<readonly string[]>
  /** A page of the customers of at most 100 stewards. */
  customers(userIds: readonly string[], cursor: string): Promise<CustomerPage>
  /** A page of the customer groups at most 100 stewards own. */
  groups(userIds: readonly string[], cursor: string): Promise<GroupPage>
  addWay(way: NewWay): Promise<{ readonly id: string; readonly qrUrl: string }>
  /** Deleting what is gone already is well. */
  removeWay(id: string): Promise<void>
  tags(): Promise<readonly PlatformTag[]>
  /** Adds names to a group, made when there is none; answers the tags of these names. */
  addTags(group: string, names: readonly string[]): Promise<readonly PlatformTag[]>
  markTags(mark: TagMark): Promise<void>
  /** The address that opens the owner's chat with the desk and brings `param` along. */
  chatAddress(openKfId: string, param: string): Promise<string>
}

export interface MassTask {
  /** The steward's id in the directory. */
  readonly userId: string
  /** At most 10,000; none when it goes to groups. */
  readonly externalUserIds: readonly string[]
  /** Customer groups of this steward, at most 2000; none when it goes to persons. */
  readonly groupIds?: readonly string[]
  /** At most 4000 bytes. */
  readonly text: string
}

export interface ResultPage {
  readonly results: readonly TaskResult[]
  /** Empty on the last page. */
  readonly next: string
}

/** Of a person, or of a group: the other id is empty. */
export interface TaskResult {
  readonly externalUserId: string
  readonly groupId: string
  readonly status: ResultStatus
}

/** Statuses 0 to 3 of the platform (wecom.md 7.5). */
export type ResultStatus = 'unsent' | 'sent' | 'not_customer' | 'over_cap'

export interface Greeting {
  readonly text: string
  readonly link?: { readonly title: string; readonly description: string; readonly url: string }
}

export interface CustomerPage {
  readonly customers: readonly Customer[]
  readonly next: string
}

export interface Customer {
  readonly userId: string
  readonly externalUserId: string
  readonly name: string
  readonly state: string
  readonly addedAt: Date
  readonly tagIds: readonly string[]
}

export interface GroupPage {
  readonly groups: readonly CustomerGroup[]
  readonly next: string
}

export interface CustomerGroup {
  readonly id: string
  readonly name: string
  /** The steward's id in the directory. */
  readonly ownerId: string
  /** External user ids. */
  readonly memberIds: readonly string[]
}

export interface NewWay {
  readonly userId: string
  /** Comes back with everybody who scans it; at most 30 characters. */
  readonly state: string
  readonly remark: string
  /** Absent: it does not end. */
  readonly expiresInSec?: number
}

export interface PlatformTag {
  readonly id: string
  readonly group: string
  readonly name: string
}

export interface TagMark {
  readonly userId: string
  readonly externalUserId: string
  readonly add: readonly string[]
  readonly remove: readonly string[]
}
