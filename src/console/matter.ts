/** All that the page of a ticket in the console is made of. */
import type { TicketStory } from '../desk/board/ticket-story.ts'
import type { ContractorSide } from '../desk/contractors/contractor-side.ts'
import type { Rules } from '../desk/rules.ts'
import type { Worker } from '../desk/staff/workers.ts'
import type { HelperLine } from '../desk/tickets/help/helper-lines.ts'
import type { Callable } from '../desk/tickets/help/wanted.ts'
import type { LinkedTicket } from '../desk/tickets/linked-tickets.ts'
import type { TicketRow } from '../desk/tickets/ticket.ts'
import type { progressOf } from '../desk/tickets/ticket-lines.ts'
import type { TicketSheet } from '../desk/tickets/ticket-sheet.ts'
import type { Say } from './say.ts'
import type { SitePhotoView } from './ticket-parts.tsx'

export interface MatterNews {
  /** What was done, by the name of its words; empty for nothing. */
  readonly news: string
  readonly refused: string
  /** Into which form. */
  readonly refusedAct: string
  readonly typed: string
  /** What was chosen from its list, or which ticket was named. */
  readonly chosen: string
}

export interface Matter {
  readonly say: Say
  readonly rules: Rules
  readonly now: Date
  readonly name: string
  readonly news: MatterNews
  /** Set once the phone was asked for, which the audit log has noted. */
  readonly revealed: string | null
  readonly sheet: TicketSheet
  readonly ticket: TicketRow
  readonly progress: Awaited<ReturnType<typeof progressOf>>
  readonly story: TicketStory
  readonly mayAssign: boolean
  readonly mayTakeOver: boolean
  /** Answer whoever complains; of other matters nobody may. */
  readonly mayTell: boolean
  /** Bring it together with other tickets, or take them apart. */
  readonly mayLink: boolean
  /** Say that it is not mended after all, or of another category. */
  readonly mayCorrect: boolean
  /** The last day ('YYYY-MM-DD') on which the same ticket is opened again; null when a new one would be. */
  readonly reopenUntil: string | null
  readonly linked: readonly LinkedTicket[]
  /** Who has it, accepted or not; empty when nobody has. */
  readonly holder: string
  readonly workers: readonly Worker[]
  readonly helpers: readonly HelperLine[]
  /** Whom one may call in: colleagues and trades. */
  readonly callable: readonly Callable[]
  /** The firms it can go to, or the one that has it. */
  readonly contractor: ContractorSide
  readonly photos: readonly string[]
  readonly sitePhotos: readonly SitePhotoView[]
  /** Of those that can still be seen, by file. */
  readonly photoUrls: ReadonlyMap<string, string>
  /** Of the forms on this page: each does its thing once. */
  readonly key: string
}
