/** What may stand inside a signed message that somebody wishes us ill with: right in shape, odd in every part. */
import type { Chance } from '../support/app/seeded.ts'

const NAMES = [
  'ToUserName',
  'FromUserName',
  'CreateTime',
  'MsgType',
  'Content',
  'MsgId',
  'AgentID',
  'Event',
  'EventKey',
  'TaskId',
  'MediaId',
  'Location_X',
  'ChangeType',
  'UserID',
  'OpenKfId',
  'Token',
  'SelectedItems',
  '__proto__',
  'constructor',
  'toString',
  'xml',
  '#text',
  'Name',
]
const TYPES = [
  'text',
  'image',
  'voice',
  'video',
  'file',
  'location',
  'link',
  'event',
  'stream',
  'mixed',
  '',
]
const EVENTS = [
  'enter_agent',
  'click',
  'template_card_event',
  'change_external_contact',
  'change_contact',
  'subscribe',
  'unsubscribe',
  'template_card_menu_event',
  'LOCATION',
  'nothing',
]
const JSON_NAMES = [
  'msgid',
  'aibotid',
  'chatid',
  'chattype',
  'from',
  'msgtype',
  'text',
  'content',
  'stream',
  'id',
  'event',
  'eventtype',
  'template_card_event',
  'quote',
  'mixed',
  'msg_item',
  '__proto__',
  'constructor',
]
const VALUES = [
  '',
  '0',
  '007',
  '-1',
  '1e309',
  '9007199254740993',
  'NaN',
  'null',
  'true',
  '水管漏水',
  '1',
  'a\u0000b',
  '\ud800',
  '\udc00x',
  '\uffff',
  '\u202e反',
  '&lt;&#0;&nope;',
  '../../etc/passwd',
  '{{7*7}}',
  "'; DROP TABLE inbox_item; --",
  '👨‍👩‍👧',
  '\r\n\r\n',
  ']]>',
  '<![CDATA[',
  '%00%0a',
  'x'.repeat(300),
  '漏'.repeat(3000),
]

/** A value from the list, or of a type where the chance wants one that does something. */
function oddValue(name: string, chance: Chance): string {
  if (/^(MsgType|msgtype)$/.test(name) && chance.fraction() < 0.8) return pick(TYPES, chance)
  if (/^(Event|eventtype)$/.test(name) && chance.fraction() < 0.8) return pick(EVENTS, chance)
  return pick(VALUES, chance)
}

export function hostileXml(chance: Chance, serial: string): Buffer {
  const head = chance.fraction()
  if (head < 0.03)
    return Buffer.from(`<?xml version="1.0" encoding="GBK"?>${plainXml(chance, serial)}`)
  if (head < 0.06)
    return Buffer.from(
      `\ufeff<?xml version="1.0" encoding="UTF-16"?>${plainXml(chance, serial)}`,
      'utf16le',
    )
  if (head < 0.09)
    return Buffer.from(
      `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY a "${'b'.repeat(99)}">]>${plainXml(chance, serial)}&e;&a;`,
    )
  if (head < 0.12) return Buffer.from(nestedXml(chance.between(2, 2000)))
  if (head < 0.15) return Buffer.from(`<xml>${'<A>b</A>'.repeat(chance.between(1, 3000))}</xml>`)
  return Buffer.from(plainXml(chance, serial))
}

function plainXml(chance: Chance, serial: string): string {
  const parts = Array.from({ length: chance.between(1, 14) }, () => elementOf(chance, 0))
  // Half of them name a sender and a type, so that they get as far as a message can.
  if (chance.fraction() < 0.5) {
    parts.unshift(
      `<FromUserName>wang-qiang</FromUserName><MsgType>${pick(TYPES, chance)}</MsgType><MsgId>${serial}</MsgId>`,
    )
  }
  return `<xml>${parts.join('')}</xml>`
}

function elementOf(chance: Chance, depth: number): string {
  const name = pick(NAMES, chance)
  const value = oddValue(name, chance)
  const way = chance.fraction()
  if (way < 0.1 && depth < 6)
    return `<${name}>${elementOf(chance, depth + 1)}${elementOf(chance, depth + 1)}</${name}>`
  if (way < 0.6)
    return `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`
  return `<${name}>${value}</${name}>`
}

const nestedXml = (depth: number) => `<xml>${'<A>'.repeat(depth)}x${'</A>'.repeat(depth)}</xml>`

export function hostileJson(chance: Chance, serial: string): Buffer {
  const head = chance.fraction()
  if (head < 0.03) return Buffer.from(`\ufeff${plainJson(chance, serial)}`, 'utf16le')
  if (head < 0.06) return Buffer.from('['.repeat(chance.between(2, 20_000)))
  if (head < 0.09) return Buffer.from(`{"msgid":"1",${'"a":{'.repeat(chance.between(2, 3000))}`)
  if (head < 0.12)
    return Buffer.from(`{${'"msgid":"1",'.repeat(chance.between(2, 2000))}"msgtype":"text"}`)
  return Buffer.from(plainJson(chance, serial))
}

function plainJson(chance: Chance, serial: string): string {
  const parts = Array.from({ length: chance.between(0, 10) }, () => memberOf(chance, 0))
  if (chance.fraction() < 0.5) {
    parts.unshift(
      `"msgid":"${serial}","aibotid":"aib0123456789","chattype":"single","from":{"userid":"wang-qiang"},"msgtype":"${pick(TYPES, chance)}","text":{"content":"x"}`,
    )
  }
  return `{${parts.join(',')}}`
}

function memberOf(chance: Chance, depth: number): string {
  const name = pick(JSON_NAMES, chance)
  return `${JSON.stringify(name)}:${jsonValueOf(name, chance, depth)}`
}

function jsonValueOf(name: string, chance: Chance, depth: number): string {
  const way = chance.fraction()
  if (way < 0.25 && depth < 6)
    return `{${memberOf(chance, depth + 1)},${memberOf(chance, depth + 1)}}`
  if (way < 0.35 && depth < 6) return `[${jsonValueOf(name, chance, depth + 1)}]`
  if (way < 0.5)
    return pick(['null', 'true', '-0', '1e400', '9007199254740993', '[]', '{}'], chance)
  return JSON.stringify(oddValue(name, chance))
}

function pick<T>(list: readonly T[], chance: Chance): T {
  return list[chance.between(0, list.length - 1)] as T
}
