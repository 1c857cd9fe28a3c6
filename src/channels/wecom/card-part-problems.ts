/** The parts cards are made of, each with the codes the platform refuses it with (wecom.md 4.3, 5.3). */
import type {
  CardButton,
  CardJump,
  CardLine,
  CardMenu,
  CardQuestion,
  CardQuote,
  CardTarget,
  CardTitle,
  MultipleCard,
  NewsNotice,
  VoteCard,
} from './card-kinds.ts'
import { bytesOf } from './split.ts'
import { isWebAddress } from './web-address.ts'

export interface CardProblem {
  /** The platform's own code for it. */
  readonly code: number
  readonly field: string
}

type Problems = readonly CardProblem[]

const TASK_ID = /^[0-9A-Za-z_@-]{1,128}$/
const KEY_BYTES = 1024
const OPTION_ID_BYTES = 128
const MOST_ACTIONS = 3
const MOST_LINES = 6
const MOST_VERTICAL = 4
const MOST_JUMPS = 3
const MOST_BUTTONS = 6
const MOST_SELECTS = 3
/** Of a list that opens. */
export const MOST_OPTIONS = 10
/** Of a vote, whose options are all in sight. */
export const MOST_CHECKS = 20

/** There is no code for fields of the menu but for keys that are the same. */
const BAD_PARAMETER = 40058

export function taskIdProblems(taskId = ''): Problems {
  return unless(TASK_ID.test(taskId), 42014, 'task_id')
}

export function titleProblems(title: CardTitle = {}): Problems {
  return unless(isThere(title.title), 42033, 'main_title.title')
}

export function menuProblems(menu: CardMenu | undefined): Problems {
  if (!menu) return []
  const field = 'action_menu.action_list'
  const actions = menu.action_list
  const keys = actions.map(({ key }) => key)
  return [
    ...unless(isBetween(actions.length, 1, MOST_ACTIONS), BAD_PARAMETER, field),
    ...actions.flatMap(({ text, key }, at) => [
      ...unless(isThere(text), BAD_PARAMETER, `${field}[${at}].text`),
      ...unless(isId(key, KEY_BYTES), BAD_PARAMETER, `${field}[${at}].key`),
    ]),
    ...unless(areDifferent(keys), 42051, `${field}.key`),
  ]
}

/** Where a tap on a part leads. */
export function targetProblems(field: string, target: CardTarget = {}): Problems {
  if (target.type === 1) return unless(isWebAddress(target.url ?? ''), 42028, `${field}.url`)
  return target.type === 2 ? unless(isThere(target.appid), 42030, `${field}.appid`) : []
}

export function quoteProblems(quote: CardQuote | undefined): Problems {
  return targetProblems('quote_area', quote)
}

export function lineProblems(lines: readonly CardLine[] = []): Problems {
  const field = 'horizontal_content_list'
  return [
    ...unless(lines.length <= MOST_LINES, 42035, field),
    ...lines.flatMap((line, at) => [
      ...unless(isThere(line.keyname), 42027, `${field}[${at}].keyname`),
      ...lineTargetProblems(line, `${field}[${at}]`),
    ]),
  ]
}

function lineTargetProblems({ type, url, media_id, userid }: CardLine, field: string): Problems {
  if (type === 1) return unless(isWebAddress(url ?? ''), 42028, `${field}.url`)
  if (type === 2) return unless(isThere(media_id), 42029, `${field}.media_id`)
  return type === 3 ? unless(isThere(userid), 42050, `${field}.userid`) : []
}

export function verticalProblems(lines: NewsNotice['vertical_content_list'] = []): Problems {
  const field = 'vertical_content_list'
  return [
    ...unless(lines.length <= MOST_VERTICAL, 42036, field),
    ...lines.flatMap(({ title }, at) => unless(isThere(title), 42033, `${field}[${at}].title`)),
  ]
}

export function jumpProblems(jumps: readonly CardJump[] = []): Problems {
  return [
    ...unless(jumps.length <= MOST_JUMPS, 42042, 'jump_list'),
    ...jumps.flatMap((jump, at) => [
      ...unless(isThere(jump.title), 42033, `jump_list[${at}].title`),
      ...targetProblems(`jump_list[${at}]`, jump),
    ]),
  ]
}

/** News show a picture: of their own, or beside a text. */
export function imageProblems({ card_image, image_text_area: area }: NewsNotice): Problems {
  const besideText = area
    ? [
        ...unless(isWebAddress(area.image_url), BAD_PARAMETER, 'image_text_area.image_url'),
        ...targetProblems('image_text_area', area),
      ]
    : []
  if (!card_image) return area ? besideText : [{ code: 42044, field: 'card_image.url' }]
  const { url, aspect_ratio = 1.3 } = card_image
  return [
    ...besideText,
    ...unless(isWebAddress(url), 42044, 'card_image.url'),
    ...unless(isBetween(aspect_ratio, 1.3, 2.25), BAD_PARAMETER, 'card_image.aspect_ratio'),
  ]
}

export function questionProblems(
  question: CardQuestion | VoteCard['checkbox'],
  { at, most }: { readonly at: string; readonly most: number },
): Problems {
  const { question_key, option_list: options } = question
  const ids = options.map(({ id }) => id)
  const field = `${at}.option_list`
  const chosen = 'selected_id' in question ? question.selected_id : undefined
  return [
    ...unless(isId(question_key, KEY_BYTES), 42043, `${at}.question_key`),
    ...unless(isBetween(options.length, 1, most), 42037, field),
    ...unless(
      ids.every((id) => isId(id, OPTION_ID_BYTES)) && areDifferent(ids),
      42040,
      `${field}.id`,
    ),
    ...unless(
      options.every(({ text }) => isThere(text)),
      42041,
      `${field}.text`,
    ),
    ...unless(chosen === undefined || ids.includes(chosen), BAD_PARAMETER, `${at}.selected_id`),
  ]
}

export function selectProblems(selects: MultipleCard['select_list']): Problems {
  const field = 'select_list'
  const keys = selects.map(({ question_key }) => question_key)
  return [
    ...unless(isBetween(selects.length, 1, MOST_SELECTS), 42047, field),
    ...selects.flatMap((select, index) =>
      questionProblems(select, { at: `${field}[${index}]`, most: MOST_OPTIONS }),
    ),
    ...unless(areDifferent(keys), 42043, `${field}.question_key`),
  ]
}

export function buttonProblems(buttons: readonly CardButton[]): Problems {
  const field = 'button_list'
  const calling = buttons.filter(({ type = 0 }) => type === 0)
  const keys = calling.map(({ key = '' }) => key)
  const opening = buttons.filter(({ type }) => type === 1)
  return [
    ...unless(isBetween(buttons.length, 1, MOST_BUTTONS), BAD_PARAMETER, field),
    ...unless(
      buttons.every(({ text }) => isThere(text)),
      42038,
      `${field}.text`,
    ),
    ...unless(
      keys.every((key) => isId(key, KEY_BYTES)) && areDifferent(keys),
      42039,
      `${field}.key`,
    ),
    ...unless(
      opening.every(({ url = '' }) => isWebAddress(url)),
      42028,
      `${field}.url`,
    ),
  ]
}

export function submitProblems({ text, key }: VoteCard['submit_button']): Problems {
  return [
    ...unless(isThere(text), 42049, 'submit_button.text'),
    ...unless(isId(key, KEY_BYTES), 42046, 'submit_button.key'),
  ]
}

function unless(holds: boolean, code: number, field: string): Problems {
  return holds ? [] : [{ code, field }]
}

function isThere(text: string | undefined): boolean {
  return (text ?? '').trim() !== ''
}

function isId(id: string, mostBytes: number): boolean {
  return id !== '' && bytesOf(id) <= mostBytes
}

/** A tap must say which one it was. */
function areDifferent(ids: readonly string[]): boolean {
  return new Set(ids).size === ids.length
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most
}
