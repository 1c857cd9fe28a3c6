/** Finds what the platform would refuse in a card, before it leaves (wecom.md 4.3, 5.3; codes 42014 to 42051). */
import type {
  ButtonCard,
  MultipleCard,
  NewsNotice,
  TemplateCard,
  TextNotice,
  VoteCard,
} from './card-kinds.ts'
import {
  buttonProblems,
  type CardProblem,
  imageProblems,
  jumpProblems,
  lineProblems,
  MOST_CHECKS,
  MOST_OPTIONS,
  menuProblems,
  questionProblems,
  quoteProblems,
  selectProblems,
  submitProblems,
  targetProblems,
  taskIdProblems,
  titleProblems,
  verticalProblems,
} from './card-part-problems.ts'

export type { CardProblem } from './card-part-problems.ts'

/** All problems, in the order of the card's fields; empty when it may leave. */
export function cardProblems(card: TemplateCard): readonly CardProblem[] {
  switch (card.card_type) {
    case 'text_notice':
      return textNoticeProblems(card)
    case 'news_notice':
      return newsNoticeProblems(card)
    case 'button_interaction':
      return buttonCardProblems(card)
    case 'vote_interaction':
      return voteProblems(card)
    case 'multiple_interaction':
      return multipleProblems(card)
    default:
      return [{ code: 42031, field: 'card_type' }]
  }
}

function textNoticeProblems(card: TextNotice): readonly CardProblem[] {
  const isSpoken = (card.sub_title_text ?? '').trim() !== ''
  return [
    ...headProblems(card),
    ...(isSpoken ? [] : titleProblems(card.main_title)),
    ...listProblems(card),
  ]
}

function newsNoticeProblems(card: NewsNotice): readonly CardProblem[] {
  return [
    ...headProblems(card),
    ...titleProblems(card.main_title),
    ...imageProblems(card),
    ...verticalProblems(card.vertical_content_list),
    ...listProblems(card),
  ]
}

/** A notice is known by a task id only where something on it calls back. */
function headProblems({ action_menu, task_id }: TextNotice | NewsNotice): readonly CardProblem[] {
  const isNamed = action_menu !== undefined || task_id !== undefined
  return [...menuProblems(action_menu), ...(isNamed ? taskIdProblems(task_id) : [])]
}

/** A notice has nothing to tap but itself and its jumps. */
function listProblems(card: TextNotice | NewsNotice): readonly CardProblem[] {
  const { quote_area, horizontal_content_list, jump_list, card_action } = card
  const leads = card_action?.type === 1 || card_action?.type === 2
  return [
    ...quoteProblems(quote_area),
    ...lineProblems(horizontal_content_list),
    ...jumpProblems(jump_list),
    ...(leads
      ? targetProblems('card_action', card_action)
      : [{ code: 42045, field: 'card_action' }]),
  ]
}

function buttonCardProblems(card: ButtonCard): readonly CardProblem[] {
  const { button_selection: question } = card
  const at = 'button_selection'
  return [
    ...menuProblems(card.action_menu),
    ...taskIdProblems(card.task_id),
    ...titleProblems(card.main_title),
    ...quoteProblems(card.quote_area),
    ...lineProblems(card.horizontal_content_list),
    ...targetProblems('card_action', card.card_action),
    ...(question ? questionProblems(question, { at, most: MOST_OPTIONS }) : []),
    ...buttonProblems(card.button_list),
  ]
}

function voteProblems(card: VoteCard): readonly CardProblem[] {
  return [
    ...taskIdProblems(card.task_id),
    ...titleProblems(card.main_title),
    ...questionProblems(card.checkbox, { at: 'checkbox', most: MOST_CHECKS }),
    ...submitProblems(card.submit_button),
  ]
}

function multipleProblems(card: MultipleCard): readonly CardProblem[] {
  return [
    ...taskIdProblems(card.task_id),
    ...titleProblems(card.main_title),
    ...selectProblems(card.select_list),
    ...submitProblems(card.submit_button),
  ]
}
