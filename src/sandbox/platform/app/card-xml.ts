/** A full card in a passive reply is XML with CamelCase names: read back into the JSON form (wecom.md 1.8). */
import { isJsonObject, type Json, type JsonObject } from '../json.ts'

/** Elements that repeat, and the JSON list they make up. */
const LISTS: Readonly<Record<string, string>> = {
  ActionList: 'action_list',
  HorizontalContentList: 'horizontal_content_list',
  VerticalContentList: 'vertical_content_list',
  JumpList: 'jump_list',
  ButtonList: 'button_list',
  OptionList: 'option_list',
  SelectList: 'select_list',
}

/** Names that are not simply the CamelCase of the JSON name. */
const IRREGULAR: Readonly<Record<string, string>> = {
  AppId: 'appid',
  PagePath: 'pagepath',
  KeyName: 'keyname',
  UserId: 'userid',
  CheckBox: 'checkbox',
}

const NUMBERS = new Set(['type', 'style', 'desc_color', 'mode', 'aspect_ratio'])
const FLAGS = new Set(['is_checked', 'disable'])

/** The `TemplateCard` of a reply as the card of message/send, or undefined when there is none. */
export function cardFromXml(reply: JsonObject): JsonObject | undefined {
  const card = reply['TemplateCard']
  return isJsonObject(card) ? convertObject(card) : undefined
}

function convertObject(node: JsonObject): JsonObject {
  const entries = Object.entries(node).map(([name, value]) => {
    const listName = LISTS[name]
    if (listName !== undefined) {
      const items = Array.isArray(value) ? value : [value ?? '']
      return [listName, items.map((item) => convert('', item))] as const
    }
    const jsonName = IRREGULAR[name] ?? snakeCase(name)
    return [jsonName, convert(jsonName, value ?? '')] as const
  })
  return Object.fromEntries(entries)
}

function convert(name: string, value: Json): Json {
  if (isJsonObject(value)) return convertObject(value)
  if (NUMBERS.has(name) && value !== '') return Number(value)
  if (FLAGS.has(name)) return value === 'true' || value === '1'
  return value
}

function snakeCase(name: string): string {
  return name.replaceAll(/(?<!^)([A-Z])/g, '_$1').toLowerCase()
}
