/** A whole card in the answer to a callback: XML in CamelCase, repeated elements side by side (wecom.md 1.8; path/90241). */
import type { TemplateCard } from './card-kinds.ts'
import { cdata } from './xml.ts'

/** Elements that are not simply the CamelCase of their JSON name. */
const IRREGULAR: Readonly<Record<string, string>> = {
  appid: 'AppId',
  pagepath: 'PagePath',
  keyname: 'KeyName',
  userid: 'UserId',
  checkbox: 'CheckBox',
}

export function cardXml(card: TemplateCard): string {
  return element('template_card', card)
}

function element(name: string, value: unknown): string {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('')
  const tag = IRREGULAR[name] ?? camelCase(name)
  return `<${tag}>${contentOf(value)}</${tag}>`
}

function contentOf(value: unknown): string {
  if (typeof value === 'string') return cdata(value)
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([name, item]) => element(name, item))
    .join('')
}

function camelCase(name: string): string {
  return name.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
