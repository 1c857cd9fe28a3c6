/** Taps on the card of an application: 通过 and 不通过. */
import type { ClickAnswer, ClickHandler } from '../action.ts'
import { type DecideAnswer, decideBinding } from './decide-binding.ts'

const decide: ClickHandler = async (work, click) => {
  if (click.key !== 'approve' && click.key !== 'reject') return { outcome: 'unknown-key' }
  return closedBy(await decideBinding(work, click.subject.id, click.key))
}

/** Somebody who may not decide keeps the card as it is: nothing about the application is said. */
function closedBy(answer: DecideAnswer): ClickAnswer {
  const { outcome, by = '' } = answer
  switch (outcome) {
    case 'not_allowed':
      return { outcome: 'not-yours' }
    case 'approved':
      return { outcome, close: { words: 'residents.card_approve', values: { holder: by } } }
    case 'rejected':
      return { outcome, close: { words: 'residents.card_reject', values: { holder: by } } }
    case 'over':
      return {
        outcome,
        close: by
          ? { words: 'residents.card_over', values: { holder: by } }
          : { words: 'residents.card_not_needed', values: {} },
      }
  }
}

export const residentClicks: Readonly<Record<string, ClickHandler>> = { binding: decide }
