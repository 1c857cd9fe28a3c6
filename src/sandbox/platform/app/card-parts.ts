/** The parts template cards are made of, each checked with the code the platform names for it (wecom.md 4.3, 5.3). */
import { integer, object, objects, text, webAddress } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { need } from '../refused.ts'

const KEY_BYTES = 1024
const OPTION_ID_BYTES = 128

/** A text that must be there: every way of getting it wrong has the same code. */
function required(of: JsonObject, name: string, code: number, max?: number): string {
  need(typeof of[name] === 'string', code, `${name} is missing`)
  return text(of, name, { required: code, tooLong: code, ...(max === undefined ? {} : { max }) })
}

function typeOf(of: JsonObject, allowed: readonly number[], code: number): number {
  const type = integer(of, 'type', 0)
  need(allowed.includes(type), code, `type ${type} is not allowed here`)
  return type
}

/** Where a tap on a part leads: type 1 an address, type 2 a mini program. */
function checkTarget(of: JsonObject, type: number): void {
  if (type === 1) webAddress(of, 'url', 42028)
  if (type === 2) required(of, 'appid', 42030)
}

export function checkSource(card: JsonObject): void {
  if (card['source'] === undefined) return
  const source = object(card, 'source')
  text(source, 'desc')
  text(source, 'icon_url')
  const colour = integer(source, 'desc_color', 0)
  need(colour >= 0 && colour <= 3, 40058, 'source.desc_color is 0 to 3')
}

/** The menu behind the dots; its presence makes a task id necessary. */
export function checkActionMenu(card: JsonObject): void {
  if (card['action_menu'] === undefined) return
  const menu = object(card, 'action_menu')
  const actions = objects(menu, 'action_list', { min: 1, max: 3 })
  const keys = actions.map((action) => {
    required(action, 'text', 40058)
    return required(action, 'key', 40058, KEY_BYTES)
  })
  need(new Set(keys).size === keys.length, 42051, 'two actions have the same key')
}

/** At most 128 bytes of [0-9A-Za-z_@-]; whether it was used before is the sender's question. */
export function checkTaskId(card: JsonObject, isRequired: boolean): void {
  if (card['task_id'] === undefined && !isRequired) return
  const id = required(card, 'task_id', 42014, 128)
  need(/^[0-9A-Za-z_@-]+$/.test(id), 42014, 'task_id has other characters than 0-9 A-Z a-z _ @ -')
}

/** Titles longer than a card shows are cut by the client, not refused. */
export function checkMainTitle(card: JsonObject, isRequired: boolean): void {
  if (card['main_title'] === undefined && !isRequired) return
  const title = object(card, 'main_title', 42033)
  text(title, 'desc')
  if (isRequired) required(title, 'title', 42033)
  else text(title, 'title')
}

/** A notice needs a title or a line of text. */
export function checkSomeTitle(card: JsonObject): void {
  checkMainTitle(card, false)
  const title = card['main_title'] === undefined ? '' : text(object(card, 'main_title'), 'title')
  need(title !== '' || text(card, 'sub_title_text') !== '', 42033, 'the card has no title')
}

export function checkEmphasis(card: JsonObject): void {
  if (card['emphasis_content'] === undefined) return
  const emphasis = object(card, 'emphasis_content')
  text(emphasis, 'title')
  text(emphasis, 'desc')
}

export function checkQuote(card: JsonObject): void {
  if (card['quote_area'] === undefined) return
  const quote = object(card, 'quote_area')
  checkTarget(quote, typeOf(quote, [0, 1, 2], 40058))
}

export function checkHorizontalList(card: JsonObject): void {
  for (const line of objects(card, 'horizontal_content_list', { max: 6, code: 42035 })) {
    required(line, 'keyname', 42027)
    text(line, 'value')
    const type = typeOf(line, [0, 1, 2, 3], 40058)
    if (type === 1) webAddress(line, 'url', 42028)
    if (type === 2) required(line, 'media_id', 42029)
    if (type === 3) required(line, 'userid', 42050)
  }
}

export function checkVerticalList(card: JsonObject): void {
  for (const line of objects(card, 'vertical_content_list', { max: 4, code: 42036 })) {
    required(line, 'title', 42033)
    text(line, 'desc')
  }
}

export function checkJumpList(card: JsonObject): void {
  for (const jump of objects(card, 'jump_list', { max: 3, code: 42042 })) {
    required(jump, 'title', 42033)
    checkTarget(jump, typeOf(jump, [0, 1, 2], 40058))
  }
}

export function checkCardAction(card: JsonObject, isRequired: boolean): void {
  if (card['card_action'] === undefined && !isRequired) return
  const action = object(card, 'card_action', 42045)
  checkTarget(action, typeOf(action, isRequired ? [1, 2] : [0, 1, 2], 42045))
}

/** News cards show a picture: of their own, or beside a text. */
export function checkPicture(card: JsonObject): void {
  if (card['image_text_area'] !== undefined) {
    const area = object(card, 'image_text_area')
    webAddress(area, 'image_url', 40058)
    checkTarget(area, typeOf(area, [0, 1, 2], 40058))
    if (card['card_image'] === undefined) return
  }
  const image = object(card, 'card_image', 42044)
  webAddress(image, 'url', 42044)
  const ratio = image['aspect_ratio'] ?? 1.3
  need(
    typeof ratio === 'number' && ratio >= 1.3 && ratio <= 2.25,
    40058,
    'aspect_ratio is 1.3 to 2.25',
  )
}

export function checkButtonSelection(card: JsonObject): void {
  if (card['button_selection'] === undefined) return
  checkQuestion(object(card, 'button_selection'), 10)
}

/** After an update a card may be without its buttons. */
export function checkButtons(card: JsonObject, isUpdate: boolean): void {
  const keys: string[] = []
  for (const button of objects(card, 'button_list', { min: isUpdate ? 0 : 1, max: 6 })) {
    required(button, 'text', 42038)
    if (typeOf(button, [0, 1], 40058) === 0) keys.push(required(button, 'key', 42039, KEY_BYTES))
    else webAddress(button, 'url', 42028)
    const style = integer(button, 'style', 1)
    need(style >= 1 && style <= 4, 40058, 'style is 1 to 4')
  }
  needDifferent(keys, 42039, 'two buttons have the same key')
}

export function checkCheckbox(card: JsonObject, isUpdate: boolean): void {
  const checkbox = object(card, 'checkbox', 42043)
  checkQuestion(checkbox, 20)
  checkDisable(checkbox, isUpdate)
  const mode = integer(checkbox, 'mode', 0)
  need(mode === 0 || mode === 1, 40058, 'checkbox.mode is 0 or 1')
}

export function checkSelects(card: JsonObject, isUpdate: boolean): void {
  const selects = objects(card, 'select_list', { min: 1, max: 3, code: 42047 })
  const keys = selects.map((select) => {
    checkDisable(select, isUpdate)
    return checkQuestion(select, 10)
  })
  needDifferent(keys, 42043, 'two lists have the same question_key')
}

/** Only a card that is changed can have its choices taken away. */
function checkDisable(question: JsonObject, isUpdate: boolean): void {
  const { disable } = question
  need(disable === undefined || typeof disable === 'boolean', 40058, 'disable is true or false')
  need(disable === undefined || isUpdate, 40058, 'disable is for updates only')
}

export function checkSubmit(card: JsonObject): void {
  const button = object(card, 'submit_button', 42049)
  required(button, 'text', 42049)
  required(button, 'key', 42046, KEY_BYTES)
}

/** Answers the question's key. */
function checkQuestion(question: JsonObject, most: number): string {
  const key = required(question, 'question_key', 42043, KEY_BYTES)
  text(question, 'title')
  const options = objects(question, 'option_list', { min: 1, max: most, code: 42037 })
  const ids = options.map((option) => {
    required(option, 'text', 42041)
    return required(option, 'id', 42040, OPTION_ID_BYTES)
  })
  needDifferent(ids, 42040, 'two options have the same id')
  const chosen = text(question, 'selected_id')
  need(chosen === '' || ids.includes(chosen), 40058, 'selected_id is none of the options')
  return key
}

function needDifferent(values: readonly string[], code: number, words: string): void {
  need(new Set(values).size === values.length, code, words)
}
