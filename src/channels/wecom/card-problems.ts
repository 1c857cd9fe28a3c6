/** Finds what the platform would refuse in a card, before it leaves (wecom.md 4.3, 5.3; codes 42014 to 42045). */
import { bytesOf } from './split.ts'
import type { TemplateCard, TemplateQuestion } from './template-card.ts'
import { isWebAddress } from './web-address.ts'

export interface CardProblem {
  /** The platform's own code for it. */
  readonly code: number
  readonly field: string
}

const TASK_ID = /^[0-9A-Za-z_@-]{1,128}$/
const KEY_BYTES = 1024
const OPTION_ID_BYTES = 128
const MOST_LINES = 6
const MOST_BUTTONS = 6
const MOST_OPTIONS = 10

/** All problems, in the order of the card's fields; empty when it may leave. */
export function cardProblems(card: TemplateCard): readonly CardProblem[] {
  return [...titleProblems(card), ...lineProblems(card), ...actionProblems(card)].concat(
    card.card_type === 'button_interaction' ? buttonCardProblems(card) : [],
  )
}

function titleProblems(card: TemplateCard): CardProblem[] {
  const title = card.main_title.title.trim()
  const orBody = card.card_type === 'text_notice' ? (card.sub_title_text ?? '') : ''
  return title || orBody ? [] : [{ code: 42033, field: 'main_title.title' }]
}

function lineProblems({ horizontal_content_list: lines = [] }: TemplateCard): CardProblem[] {
  const field = 'horizontal_content_list'
  const each = lines.flatMap(({ keyname, type, url }, index) => [
    ...(keyname.trim() ? [] : [{ code: 42027, field: `${field}[${index}].keyname` }]),
    ...(type === 1 && !isWebAddress(url ?? '')
      ? [{ code: 42028, field: `${field}[${index}].url` }]
      : []),
  ])
  return lines.length > MOST_LINES ? [{ code: 42035, field }, ...each] : each
}

/** A notice has nothing to tap but itself. */
function actionProblems({ card_type, card_action }: TemplateCard): CardProblem[] {
  if (!card_action) {
    return card_type === 'text_notice' ? [{ code: 42045, field: 'card_action' }] : []
  }
  return isWebAddress(card_action.url) ? [] : [{ code: 42028, field: 'card_action.url' }]
}

function buttonCardProblems(card: TemplateCard): CardProblem[] {
  const { task_id = '', button_selection, button_list: buttons = [] } = card
  const keys = buttons.map(({ key }) => key)
  const count = buttons.length
  return [
    ...(TASK_ID.test(task_id) ? [] : [{ code: 42014, field: 'task_id' }]),
    ...(count < 1 || count > MOST_BUTTONS ? [{ code: 40058, field: 'button_list' }] : []),
    ...(buttons.some(({ text }) => text.trim() === '')
      ? [{ code: 42038, field: 'button_list.text' }]
      : []),
    ...(areIds(keys, KEY_BYTES) ? [] : [{ code: 42039, field: 'button_list.key' }]),
    ...(button_selection ? questionProblems(button_selection) : []),
  ]
}

function questionProblems({ question_key, option_list }: TemplateQuestion): CardProblem[] {
  const field = 'button_selection'
  const ids = option_list.map(({ id }) => id)
  const count = option_list.length
  return [
    ...(areIds([question_key], KEY_BYTES) ? [] : [{ code: 42043, field: `${field}.question_key` }]),
    ...(count < 1 || count > MOST_OPTIONS ? [{ code: 42037, field: `${field}.option_list` }] : []),
    ...(areIds(ids, OPTION_ID_BYTES) ? [] : [{ code: 42040, field: `${field}.option_list.id` }]),
    ...(option_list.some(({ text }) => text.trim() === '')
      ? [{ code: 42041, field: `${field}.option_list.text` }]
      : []),
  ]
}

/** All there, none too long, no two the same: a click must say which one it was. */
function areIds(ids: readonly string[], mostBytes: number): boolean {
  return (
    ids.every((id) => id !== '' && bytesOf(id) <= mostBytes) && new Set(ids).size === ids.length
  )
}
