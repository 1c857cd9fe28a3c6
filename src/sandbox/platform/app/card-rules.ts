/** The five kinds of template card, and what each must and may hold (wecom.md 5.3, path/90236). */
import { text } from '../fields.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { Refused } from '../refused.ts'
import {
  checkActionMenu,
  checkButtonSelection,
  checkButtons,
  checkCardAction,
  checkCheckbox,
  checkEmphasis,
  checkHorizontalList,
  checkJumpList,
  checkMainTitle,
  checkPicture,
  checkQuote,
  checkSelects,
  checkSomeTitle,
  checkSource,
  checkSubmit,
  checkTaskId,
  checkVerticalList,
} from './card-parts.ts'

type Check = (card: JsonObject, isUpdate: boolean) => void

const KINDS: Readonly<Record<string, readonly Check[]>> = {
  text_notice: [
    checkSource,
    checkActionMenu,
    (card) => checkTaskId(card, card['action_menu'] !== undefined),
    checkSomeTitle,
    checkEmphasis,
    checkQuote,
    checkHorizontalList,
    checkJumpList,
    (card) => checkCardAction(card, true),
  ],
  news_notice: [
    checkSource,
    checkActionMenu,
    (card) => checkTaskId(card, card['action_menu'] !== undefined),
    (card) => checkMainTitle(card, true),
    checkPicture,
    checkQuote,
    checkVerticalList,
    checkHorizontalList,
    checkJumpList,
    (card) => checkCardAction(card, true),
  ],
  button_interaction: [
    checkSource,
    checkActionMenu,
    (card, isUpdate) => checkTaskId(card, !isUpdate),
    (card) => checkMainTitle(card, true),
    checkQuote,
    (card) => void text(card, 'sub_title_text'),
    checkHorizontalList,
    (card) => checkCardAction(card, false),
    checkButtonSelection,
    checkButtons,
  ],
  vote_interaction: [
    checkSource,
    (card, isUpdate) => checkTaskId(card, !isUpdate),
    (card) => checkMainTitle(card, true),
    checkCheckbox,
    checkSubmit,
  ],
  multiple_interaction: [
    checkSource,
    (card, isUpdate) => checkTaskId(card, !isUpdate),
    (card) => checkMainTitle(card, true),
    checkSelects,
    checkSubmit,
  ],
}

/** Kinds a group robot may send: they call nobody back (wecom.md 6.1). */
export const ROBOT_CARDS: readonly string[] = ['text_notice', 'news_notice']

/** Throws `Refused` with 42027–42052 and the like unless the card is as documented. */
export function checkCard(card: JsonObject, isUpdate: boolean): void {
  const checks = KINDS[text(card, 'card_type', { required: 42031 })]
  if (!checks) throw new Refused(42031, 'no such card_type')
  for (const check of checks) check(card, isUpdate)
}

/** Whether taps on the card come back: only then does sending it return a response_code. */
export function isInteractive(card: JsonObject): boolean {
  return !ROBOT_CARDS.includes(String(card['card_type'])) || card['action_menu'] !== undefined
}

/** The button keys the card can be tapped with. */
export function cardKeys(card: JsonObject): readonly string[] {
  const buttons = [
    ...partsOf(card['button_list']).filter((button) => (button['type'] ?? 0) === 0),
    ...partsOf(isJsonObject(card['submit_button']) ? [card['submit_button']] : []),
    ...partsOf(isJsonObject(card['action_menu']) ? card['action_menu']['action_list'] : []),
  ]
  return buttons.map((button) => String(button['key'] ?? ''))
}

/** The questions on the card: each with its key, its options and how they are shown. */
export function cardQuestions(card: JsonObject): readonly CardQuestion[] {
  const selection = isJsonObject(card['button_selection']) ? [card['button_selection']] : []
  const checkbox = isJsonObject(card['checkbox']) ? [card['checkbox']] : []
  return [
    ...selection.map((part) => question(part, 'list')),
    ...checkbox.map((part) => question(part, part['mode'] === 1 ? 'several' : 'one')),
    ...partsOf(card['select_list']).map((part) => question(part, 'list')),
  ]
}

export interface CardQuestion {
  readonly key: string
  readonly title: string
  readonly options: readonly { readonly id: string; readonly text: string }[]
  /** A list that opens, or options that are all in sight, of which one or several may be chosen. */
  readonly shape: 'list' | 'one' | 'several'
  /** Chosen before anybody touches it. */
  readonly chosen: readonly string[]
}

function question(part: JsonObject, shape: CardQuestion['shape']): CardQuestion {
  const options = partsOf(part['option_list'])
  const checked = options.filter((option) => option['is_checked'] === true)
  const selected = typeof part['selected_id'] === 'string' ? [part['selected_id']] : []
  return {
    key: String(part['question_key']),
    title: String(part['title'] ?? ''),
    options: options.map((option) => ({ id: String(option['id']), text: String(option['text']) })),
    shape,
    chosen: [...selected, ...checked.map((option) => String(option['id']))],
  }
}

function partsOf(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : []
}
