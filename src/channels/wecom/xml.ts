/** Reads and writes the platform's XML: no DTD, no entities, no comments, and every value a string. */
import { XMLParser } from 'fast-xml-parser'
import { legalText } from '../legal-text.ts'
import { readFlatXml } from './flat-xml.ts'

export type XmlValue = string | XmlNode
export interface XmlNode {
  readonly [element: string]: XmlValue | readonly XmlValue[] | undefined
}
export type XmlRead = { readonly root: XmlNode } | { readonly refused: 'markup' | 'malformed' }

/** Elements that may stand once or several times and mean a list either way (wecom.md 2.2). */
const LISTS = new Set([
  'SelectedItem',
  'OptionId',
  'PicList',
  'item',
  'AuthAddOpenKfId',
  'AuthDelOpenKfId',
])
const DECLARATION = /^\uFEFF?\s*(<\?xml[^<>]*\?>\s*)?/

const parser = new XMLParser({
  parseTagValue: false,
  ignoreAttributes: true,
  processEntities: false,
  htmlEntities: false,
  trimValues: false,
  maxNestedTags: 20,
  isArray: (name) => LISTS.has(name),
})

/**
 * The `<xml>` element of a document. Most are flat and are read by their marks, which costs little; of the others,
 * declarations, DTDs and comments are refused before the parser sees them.
 */
export function readXml(document: string): XmlRead {
  const text = legalText(document)
  const flat = readFlatXml(text)
  return flat && !Object.keys(flat).some((name) => LISTS.has(name))
    ? { root: flat }
    : parsedXml(text)
}

/** The same by the parser, whatever the document looks like. `text` holds no illegal character. */
export function parsedXml(document: string): XmlRead {
  const text = document.replace(DECLARATION, '')
  if (!text.startsWith('<xml') || hasForeignMarkup(text)) return { refused: 'markup' }
  const root = parse(text)?.['xml']
  if (typeof root !== 'object' || Array.isArray(root)) return { refused: 'malformed' }
  return { root: root as XmlNode }
}

/** The text of one element; nothing when it is missing, repeated or holds elements. */
export function textOf(node: XmlNode, element: string): string | undefined {
  const value = Object.hasOwn(node, element) ? node[element] : undefined
  return typeof value === 'string' ? value : undefined
}

/** The elements inside one element; empty when there are none. */
export function nodeOf(node: XmlNode, element: string): XmlNode {
  const value = Object.hasOwn(node, element) ? node[element] : undefined
  return typeof value === 'object' && !Array.isArray(value) ? (value as XmlNode) : {}
}

/** All elements of one name. */
export function listOf(node: XmlNode, element: string): readonly XmlValue[] {
  const value = Object.hasOwn(node, element) ? node[element] : undefined
  return Array.isArray(value) ? value : []
}

/** A text as CDATA; the end mark inside it is split over two sections. */
export function cdata(text: string): string {
  return `<![CDATA[${legalText(text).replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

/** One pass, whatever is sent: no character is looked at again for each section that opens. */
function hasForeignMarkup(text: string): boolean {
  const markup = /<!\[CDATA\[|<[!?]/g
  for (let found = markup.exec(text); found; found = markup.exec(text)) {
    const end = text.indexOf(']]>', found.index)
    if (found[0] !== '<![CDATA[' || end === -1) return true
    markup.lastIndex = end
  }
  return false
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return parser.parse(text) as Record<string, unknown>
  } catch (error) {
    // The parser's only way to say "not XML"; what it found may be secret and is not kept.
    if (error instanceof Error) return undefined
    throw error
  }
}
