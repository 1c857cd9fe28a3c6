/** Reads the XML of a workbook as it streams in: elements and text, no entities of its own, no document type. */
import { BadBook } from './bad-book.ts'

export interface XmlHandler {
  /** `name` without prefix; `attributes` as written, read with `attribute`. */
  open(name: string, attributes: string): void
  text(text: string): void
  close(name: string): void
}

export interface XmlReader {
  write(chunk: string): void
  /** @throws BadBook `damaged` when the text ends inside a tag */
  end(): void
}

const TAG =
  /<(\/?)(?:[^\s/>"':]+:)?([^\s/>"':]+)((?:\s+[^\s=>"'/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/y
/** What is no element: comments and instructions are skipped, CDATA is text. */
const OTHERS = [
  { begin: '<!--', end: '-->' },
  { begin: '<![CDATA[', end: ']]>', isText: true },
  { begin: '<?', end: '?>' },
] as const
/** No tag of a workbook is longer; a longer one is an attack on memory. */
const LONGEST_TAG = 1024 * 1024
const LONGEST_ENTITY = 12

export function xmlReader(handler: XmlHandler): XmlReader {
  let rest = ''
  return {
    write(chunk) {
      if (chunk.includes('\0')) throw new BadBook('damaged', 'a NUL')
      const text = rest + chunk
      rest = text.slice(readAll(text, handler))
      if (rest.length > LONGEST_TAG) throw new BadBook('damaged', 'a tag without end')
    },
    end() {
      if (rest.trim() !== '') throw new BadBook('damaged', 'ends within a tag')
    },
  }
}

/** How far the text could be read. */
function readAll(text: string, handler: XmlHandler): number {
  let at = 0
  for (;;) {
    const tag = text.indexOf('<', at)
    if (tag < 0) return readText(text, at, handler)
    if (tag > at) handler.text(unescaped(text.slice(at, tag)))
    const next =
      text[tag + 1] === '!' || text[tag + 1] === '?'
        ? readOther(text, tag, handler)
        : readTag(text, tag, handler)
    if (next === null) return tag
    at = next
  }
}

/** Text at the end of what has come may be cut within an entity. */
function readText(text: string, from: number, handler: XmlHandler): number {
  const entity = text.lastIndexOf('&')
  const isCut =
    entity >= from && text.length - entity < LONGEST_ENTITY && !text.includes(';', entity)
  const end = isCut ? entity : text.length
  if (end > from) handler.text(unescaped(text.slice(from, end)))
  return end
}

function readTag(text: string, at: number, handler: XmlHandler): number | null {
  TAG.lastIndex = at
  const [matched, closing, name = '', attributes = '', alone] = TAG.exec(text) ?? []
  if (matched === undefined) return null
  if (!closing) handler.open(name, attributes)
  if (closing || alone) handler.close(name)
  return at + matched.length
}

function readOther(text: string, at: number, handler: XmlHandler): number | null {
  const other = OTHERS.find(({ begin }) => text.startsWith(begin, at))
  if (!other) {
    if (text.length - at < '<![CDATA['.length) return null
    throw new BadBook('damaged', 'a document type')
  }
  const end = text.indexOf(other.end, at + other.begin.length)
  if (end < 0) return null
  if ('isText' in other) handler.text(text.slice(at + other.begin.length, end))
  return end + other.end.length
}

/** The value of an attribute by its name without prefix, or undefined. */
export function attribute(attributes: string, name: string): string | undefined {
  let pattern = PATTERNS.get(name)
  if (!pattern) {
    pattern = new RegExp(`(?:^|[\\s:])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)
    PATTERNS.set(name, pattern)
  }
  const found = pattern.exec(attributes)
  return found ? unescaped(found[1] ?? found[2] ?? '') : undefined
}

const PATTERNS = new Map<string, RegExp>()
const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
}

function unescaped(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole
    const point = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return isCharacter(point) ? String.fromCodePoint(point) : whole
  })
}

/** No NUL and no half of a surrogate pair: neither can be stored. */
export function isCharacter(point: number): boolean {
  return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
}
