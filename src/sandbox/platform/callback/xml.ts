/** Writing the XML the platform sends, and reading the little the desk answers with. */
import { XMLParser } from 'fast-xml-parser'
import { isJsonObject, type JsonObject } from '../json.ts'

/** An element: text in CDATA, a number bare, a list repeated as siblings, an object nested. */
type XmlValue = string | number | XmlObject | readonly XmlValue[]

export interface XmlObject {
  readonly [name: string]: XmlValue
}

/** One `<xml>` document, without declaration, as the platform writes it. */
export function xmlDocument(root: XmlObject): string {
  return `<xml>${children(root)}</xml>`
}

/** The text of an XML answer as nested objects of strings; undefined when it is no `<xml>` document. */
export function parseXml(source: string): JsonObject | undefined {
  if (/<!(DOCTYPE|ENTITY)/i.test(source)) return undefined
  try {
    const document: unknown = PARSER.parse(source)
    return isJsonObject(document) && isJsonObject(document['xml']) ? document['xml'] : undefined
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

// Entities beyond the five of XML would need a DOCTYPE, and that is refused above.
const PARSER = new XMLParser({
  processEntities: true,
  parseTagValue: false,
  parseAttributeValue: false,
  ignoreAttributes: true,
  trimValues: true,
})

function children(node: XmlObject): string {
  return Object.entries(node)
    .map(([name, value]) => element(name, value))
    .join('')
}

function element(name: string, value: XmlValue): string {
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('')
  if (typeof value === 'number') return `<${name}>${value}</${name}>`
  if (typeof value === 'string') return `<${name}>${cdata(value)}</${name}>`
  return `<${name}>${children(value as XmlObject)}</${name}>`
}

/** What a person types may hold the end of a CDATA section. */
function cdata(value: string): string {
  return `<![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}
