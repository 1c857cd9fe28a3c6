/** The form behind 叫人 on a card: whom to call in, a colleague or the next of a trade. */
import type { Work } from '../../work.ts'
import { refusal, type Step, type StepAnswer, staffStep } from '../staff-step.ts'
import { isIn, OPEN_STATES, WAITING_STATES } from '../states.ts'
import { subjectOf } from '../ticket.ts'
import { callIn } from './call-in.ts'
import { callable } from './wanted.ts'

/** Options of a form with one question (channels/card.ts). */
const MOST_IN_SIGHT = 20

/** `asked`: the form is on its way, and the card stays. `nobody`: there is nobody to choose. */
export async function askWhoHelps(work: Work, step: Step) {
  return staffStep<'asked' | 'nobody' | 'no_handler'>(
    work,
    'ask-call-in',
    step,
    async (at): Promise<StepAnswer<StepAnswer['outcome'] | 'asked' | 'nobody' | 'no_handler'>> => {
      const { staff, ticket } = at
      const refused = refusal(at, OPEN_STATES)
      if (refused) return refused
      if (isIn(ticket.state, WAITING_STATES)) return { outcome: 'no_handler', ticket }
      const all = await callable(work, ticket)
      const people = all.filter(({ id }) => id !== staff.userId).slice(0, MOST_IN_SIGHT)
      if (people.length === 0) return { outcome: 'nobody', ticket }
      await work.tell.card(work, staff.id, {
        card: 'tickets.call_in_who',
        values: { number: ticket.number, people },
        subject: subjectOf(ticket.id),
        key: `ticket-${ticket.id}-call-in-${work.newId()}`,
      })
      return { outcome: 'asked', ticket }
    },
  )
}

/** The answer of the form, in the words cards have for it. */
export async function callByForm(
  work: Work,
  { ticketId, colleague = '' }: Step & { readonly colleague?: string | undefined },
) {
  const answer = await callIn(work, { ticketId, words: '', chosen: colleague })
  const { outcome, called = [], offDuty = [] } = answer
  const shown = { ...answer, colleague: called.join('、'), offDuty: offDuty.length > 0 }
  return outcome === 'who_wanted' ? { ...shown, outcome: 'colleague_wanted' } : shown
}
