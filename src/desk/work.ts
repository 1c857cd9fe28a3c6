/** What every piece of desk work is handed: one transaction, one moment, who does it, and how to tell people. */
import type { Tx } from '../database/open-database.ts'
import type { Seals } from '../database/sealed.ts'
import type { Rules } from './rules.ts'

/** Everything an operation may touch. All of it commits together with the turn, timer or request it serves. */
export interface Work {
  readonly tx: Tx
  readonly now: Date
  readonly newId: () => string
  readonly actor: Actor
  readonly rules: Rules
  readonly seals: Seals
  readonly tell: Notifier
  readonly links: Links
}

/** Work that tells nobody: what brings rows into being before anybody is concerned. */
export type QuietWork = Omit<Work, 'tell' | 'links'>

/** Addresses of pages, signed for one person and good for a limited time. */
export interface Links {
  ticketPage(ticketId: string, staffId: string): string
  /** The same for the owner in a chat: good for one browser and a short while. */
  ownTicket(ticketId: string, conversationId: string): string
}

/** Who does it: goes into events and the audit log. */
export type Actor = OwnerActor | StaffActor | SystemActor

/** Somebody writing to the customer-service account; a person only once bound. */
export interface OwnerActor {
  readonly kind: 'owner'
  readonly corpId: string
  readonly projectId: string
  readonly conversationId: string
  /** The platform's id of the chat account. */
  readonly userId: string
  readonly personId: string | null
  /** The platform's id of the message that is answered: a signature, where one is wanted. */
  readonly messageId?: string
}

export interface StaffActor {
  readonly kind: 'staff'
  readonly corpId: string
  readonly projectId: string
  readonly staffId: string
  readonly conversationId: string | null
}

interface SystemActor {
  readonly kind: 'system'
  /** Which part: "clocks", "import" … */
  readonly name: string
}

/** Tells people. The words stand in flows/_text and flows/_cards; here are only their names and values. */
export interface Notifier {
  /** Queues words for an owner's chat; budget and window are the outbox's care. */
  owner(work: Work, conversationId: string, note: Note): Promise<void>
  /** Queues words for a member of staff in the app. */
  staff(work: Work, staffId: string, note: Note): Promise<void>
  /** Queues a photo for a member of staff in the app. */
  photo(work: Work, staffId: string, photo: PhotoNote): Promise<void>
  /** Queues a card with buttons for a member of staff. */
  card(work: Work, staffId: string, note: CardNote): Promise<void>
  /** Takes the buttons off every open card about a subject; `words` say why, `except` keeps one person's card. */
  closeCards(work: Work, subject: Subject, note: CloseNote): Promise<void>
  /** Queues words for the project's group robot, naming the members to be alerted. */
  robot(
    work: Work,
    projectId: string,
    note: Note & { readonly mention: readonly string[] },
  ): Promise<void>
}

export interface Note {
  /** Name of a text in flows/_text, like `ticket.accepted`. */
  readonly words: string
  readonly values: Readonly<Record<string, unknown>>
  /** Unique per message ever sent: telling the same thing twice under one key sends it once. */
  readonly key: string
  readonly purpose: 'notice' | 'ask' | 'alert'
  /** Planned for a time of day and in no hurry: it may leave some minutes later (rules/outbox.yaml, `jitter`). */
  readonly isPlanned?: boolean
  /** Worth nothing when it comes late: where the chat cannot be written to now, a steward is asked to tell it. */
  readonly inTime?: { readonly subject: Subject; readonly buildingCode: string | null }
  /** What it tells the news of: a notice that still waits about the same is dropped for it. */
  readonly topic?: string
}

export interface PhotoNote {
  readonly fileId: string
  /** As of a note. */
  readonly key: string
}

export interface CardNote {
  /** Name of a card in flows/_cards. */
  readonly card: string
  readonly values: Readonly<Record<string, unknown>>
  /** What a tap on a button is about; see clicks.ts of the service that owns the kind. */
  readonly subject: Subject
  readonly key: string
}

export interface Subject {
  readonly kind: string
  readonly id: string
}

export interface CloseNote {
  readonly words: string
  readonly values: Readonly<Record<string, unknown>>
  readonly exceptStaffId?: string
}
