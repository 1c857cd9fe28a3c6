/** What the forms on a ticket's page do, by the last part of their address. */
import { noteOnTicket } from '../desk/board/staff-note.ts'
import { changeCategory } from '../desk/tickets/change-category.ts'
import { assignByHand } from '../desk/tickets/hand-over.ts'
import { sendOff } from '../desk/tickets/help/answer-call.ts'
import { callIn } from '../desk/tickets/help/call-in.ts'
import { mergeTicket } from '../desk/tickets/merge.ts'
import { reopenFor } from '../desk/tickets/reopen-for.ts'
import { splitTicket } from '../desk/tickets/split.ts'
import { actingStaff } from '../desk/tickets/staff-step.ts'
import { findForStaff } from '../desk/tickets/staff-tickets.ts'
import { takeOver } from '../desk/tickets/take-over.ts'
import { tellComplainant } from '../desk/tickets/tell-complainant.ts'
import type { TicketRow } from '../desk/tickets/ticket.ts'
import { unmergeTicket } from '../desk/tickets/unmerge.ts'
import { waitFor } from '../desk/tickets/wait-for.ts'
import type { Work } from '../desk/work.ts'
import { CONTRACTOR_ACTS } from './contractor-acts.ts'
import type { Done, MatterAct } from './matter-act.ts'

export const MATTER_ACTS: Readonly<Record<string, MatterAct>> = {
  assign: {
    run: (work, ticketId, { to }) => assignByHand(work, { ticketId, colleague: to }),
    news: 'assigned',
    needsFresh: true,
  },
  call: {
    async run(work, ticketId, { to, text }) {
      const done = await callIn(work, { ticketId, words: text, chosen: to })
      return { outcome: done.outcome, offDuty: (done.offDuty ?? []).length > 0 }
    },
    news: 'called',
    keepsText: true,
  },
  off: {
    run: (work, ticketId, { to }) => sendOff(work, { ticketId, helpId: to }),
    news: 'sent_off',
  },
  take: { run: (work, ticketId) => takeOver(work, { ticketId }), news: 'taken', needsFresh: true },
  note: {
    run: (work, ticketId, { text }) => noteOnTicket(work, { ticketId, text }),
    news: 'noted',
    keepsText: true,
  },
  tell: {
    async run(work, ticketId, { to, text, day }) {
      const said = { ticketId, what: to, words: text, by: day || undefined }
      const { outcome } = await tellComplainant(work, said)
      return { outcome: NOT_TOLD[outcome] ?? outcome }
    },
    news: 'told',
    keepsText: true,
  },
  merge: {
    run: (work, ticketId, { to }) =>
      withOther(work, to, (other) => mergeTicket(work, { ticketId, into: other.id })),
    news: 'merged',
  },
  split: {
    run: (work, ticketId, { text }) => splitTicket(work, { ticketId, text }),
    news: 'split',
    keepsText: true,
  },
  wait: {
    run: (work, ticketId, { to }) =>
      withOther(work, to, (other) => waitFor(work, { ticketId, other: other.id })),
    news: 'waiting',
  },
  unmerge: { run: (work, ticketId) => unmergeTicket(work, { ticketId }), news: 'unmerged' },
  category: {
    run: (work, ticketId, { to }) => changeCategory(work, { ticketId, category: to }),
    news: 'recategorised',
    needsFresh: true,
  },
  reopen: {
    async run(work, ticketId, { text }) {
      const { outcome } = await reopenFor(work, { ticketId, reason: text })
      return outcome === 'linked' ? { outcome: 'ok', news: 'continued' } : { outcome }
    },
    news: 'reopened',
    keepsText: true,
  },
  ...CONTRACTOR_ACTS,
}

/** What this form says of its own: other words than those about giving a ticket to somebody. */
const NOT_TOLD: Readonly<Record<string, string>> = {
  words_wanted: 'news_wanted',
  too_long: 'news_long',
  already: 'news_same',
}

async function withOther(
  work: Work,
  said: string,
  act: (other: TicketRow) => Promise<Done>,
): Promise<Done> {
  // Without a number nothing is meant here, although in chat it is the only one.
  if (said.trim() === '') return { outcome: 'other_not_found' }
  const found = await findForStaff(work, await actingStaff(work), { said })
  if (found.outcome === 'found') return await act(found.ticket)
  return { outcome: found.outcome === 'ambiguous' ? 'other_unclear' : 'other_not_found' }
}
