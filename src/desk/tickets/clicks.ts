/** Taps on the buttons of ticket cards. */
import type { ClickAnswer, ClickHandler } from '../action.ts'
import type { Work } from '../work.ts'
import { acceptTicket } from './accept.ts'
import { arriveAtTicket, startWork } from './arrive.ts'
import { askReason, isAskedByForm } from './ask-by-form.ts'
import { askPriority, askWhoTakes } from './desk-sheet.ts'
import { finishTicket } from './finish.ts'
import { FORM_STEPS, type FormTap } from './form-clicks.ts'
import { handBack } from './hand-back.ts'
import type { HandOverAnswer } from './hand-over.ts'
import { helpClick } from './help/help-clicks.ts'
import { askWhoHelps } from './help/help-form.ts'
import { holdTicket, resumeTicket } from './hold.ts'
import type { Step, StepAnswer } from './staff-step.ts'
import { takeOver } from './take-over.ts'
import type { TicketRow } from './ticket.ts'
import { urge } from './urge.ts'

interface Tap extends Step {
  /** The answer to the card's question. */
  readonly reason?: string | undefined
}

/** By the keys of flows/_cards/tickets.yaml. A card names no colleague: its 转单 gives the job back to all. */
const STEPS: Readonly<Record<string, (work: Work, tap: Tap) => Promise<StepAnswer<string>>>> = {
  accept: acceptTicket,
  return: handBack,
  arrive: arriveAtTicket,
  start: startWork,
  hold: holdTicket,
  resume: resumeTicket,
  transfer: handBack,
  finish: finishTicket,
  take_over: takeOver,
  assign: askWhoTakes,
  priority: askPriority,
  urge,
  call_in: askWhoHelps,
}

/** The first option of the cards' question: phones send it when nobody touched the list. */
const NOTHING_CHOSEN = 'none'

/** Something is missing: the card stays, and a form asks for it, or words say what to send. */
const ASKING = [
  'reason_wanted',
  'colleague_wanted',
  'priority_wanted',
  'bad_date',
  'too_long',
  'needs_consent',
  'photo_wanted',
  'full',
  'off_duty',
  'result_wanted',
]

/** A form is on its way: nothing has happened yet, and the card stays. */
const ASKED = 'asked'

const ticketClick: ClickHandler = async (work, { subject, key, selections }) => {
  if (work.actor.kind !== 'staff') return { outcome: 'not-staff' }
  const chosen = selections['reason']?.[0]
  const reason = chosen === NOTHING_CHOSEN ? undefined : chosen
  const answer = await take(work, key, {
    ticketId: subject.id,
    reason,
    colleague: selections['colleague']?.[0],
    priority: selections['priority']?.[0],
  })
  if (!answer) return { outcome: 'unknown-key' }
  const { outcome, ticket } = answer
  if (!ticket || outcome === ASKED) return { outcome }
  if (ASKING.includes(outcome)) {
    await askFor(work, ticket, { key, outcome, staffId: work.actor.staffId })
    return { outcome }
  }
  return { outcome, close: closing(work, key, answer, ticket) }
}

/** A form's own answer closes only the form; a button's closes the card the job is done from. */
function take(work: Work, key: string, tap: FormTap): Promise<StepAnswer<string>> | undefined {
  if (Object.hasOwn(FORM_STEPS, key)) return FORM_STEPS[key]?.(work, tap)
  if (!Object.hasOwn(STEPS, key)) return undefined
  return STEPS[key]?.(work, { ticketId: tap.ticketId, reason: tap.reason, byTap: true })
}

export const ticketClicks: Readonly<Record<string, ClickHandler>> = {
  ticket: ticketClick,
  help: helpClick,
}

/** What stands in place of the buttons: what was done, or why not. */
function closing(
  work: Work,
  key: string,
  answer: StepAnswer<string>,
  ticket: TicketRow,
): NonNullable<ClickAnswer['close']> {
  const { outcome, holder = '' } = answer
  const { colleague: to = '', offDuty: off_duty = false } = answer as Partial<HandOverAnswer>
  const did = outcome === 'ok' || outcome === 'already'
  const state = work.rules.tickets.states[ticket.state].words
  const values = { number: ticket.number, holder, state, to, off_duty }
  return { words: `tickets.card.${did ? `did.${key}` : `refused.${outcome}`}`, values }
}

/** Every tap is answered, also the second one for the same thing. */
async function askFor(
  work: Work,
  ticket: TicketRow,
  { key, outcome, staffId }: { key: string; outcome: string; staffId: string },
): Promise<void> {
  if (outcome === 'reason_wanted' && isAskedByForm(key)) {
    return askReason(work, ticket, { step: key, staffId })
  }
  await work.tell.staff(work, staffId, {
    words: `tickets.staff.asked.${outcome}`,
    values: { number: ticket.number, max_days: work.rules.tickets.hold.max_days },
    key: `ticket-${ticket.id}-ask-${work.newId()}`,
    purpose: 'notice',
  })
}
