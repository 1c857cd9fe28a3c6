/** One form on a ticket's page: what it sends, what it does, and what is said of it. */
import type { Work } from '../desk/work.ts'

interface Sent {
  /** A colleague, a firm, or another ticket's number. */
  readonly to: string
  readonly text: string
  /** A day, 'YYYY-MM-DD'; empty where none was chosen. */
  readonly day: string
}

export interface Done {
  readonly outcome: string
  readonly offDuty?: boolean | undefined
  /** Words of its own for what was done, instead of the act's. */
  readonly news?: string
}

export interface MatterAct {
  run(work: Work, ticketId: string, sent: Sent): Promise<Done>
  /** The words of what was done: `matter.news` in flows/_text/console.zh-CN.yaml. */
  readonly news: string
  /** Only on the ticket as it was shown; the others find out themselves that they come too late. */
  readonly needsFresh?: boolean
  /** What was typed is shown again when it was not done. */
  readonly keepsText?: boolean
}
