/** Reads the platform's usual XML by its marks: one element in another, no deeper. The parser reads whatever else comes. */

/** By element; as the parser would give them. */
export type FlatXml = { readonly [element: string]: string }

const [OPEN, CLOSE] = ['<xml>', '</xml>']
const [CDATA, CDATA_END] = ['<![CDATA[', ']]>']
const SPACE = /\s*/y
/** The platform's own names begin with a capital: none of JavaScript's own properties does. */
const START = /<([A-Z][A-Za-z0-9]*)>/y
/** What plain text must not hold to be taken as it stands. */
const DOUBTFUL = /[&>\r]/

/**
 * The elements of a document without declaration, or nothing when it is anything but `<xml>` around elements of different
 * names, each with text or one CDATA section. Nothing does not mean wrong: it means that a parser must look. What is
 * answered is what the parser answers; a test compares them. One pass, however the text is made.
 */
export function readFlatXml(text: string): FlatXml | undefined {
  if (!text.startsWith(OPEN)) return undefined
  const elements: Record<string, string> = {}
  let at = afterSpace(text, OPEN.length)
  while (!text.startsWith(CLOSE, at)) {
    const found = elementAt(text, at)
    if (!found || Object.hasOwn(elements, found.name)) return undefined
    elements[found.name] = found.value
    at = afterSpace(text, found.end)
  }
  const isWhole = afterSpace(text, at + CLOSE.length) === text.length
  return isWhole && Object.keys(elements).length > 0 ? elements : undefined
}

function afterSpace(text: string, at: number): number {
  SPACE.lastIndex = at
  SPACE.exec(text)
  return SPACE.lastIndex
}

interface Element {
  readonly name: string
  readonly value: string
  /** Where the next one may begin. */
  readonly end: number
}

function elementAt(text: string, at: number): Element | undefined {
  START.lastIndex = at
  const name = START.exec(text)?.[1]
  if (!name) return undefined
  const read = text.startsWith(CDATA, START.lastIndex) ? sectionAt : textAt
  const { value, after } = read(text, START.lastIndex) ?? { value: '', after: -1 }
  const close = `</${name}>`
  if (after === -1 || !text.startsWith(close, after)) return undefined
  return { name, value, end: after + close.length }
}

function sectionAt(text: string, at: number) {
  const begin = at + CDATA.length
  const after = text.indexOf(CDATA_END, begin)
  if (after === -1) return undefined
  const value = text.slice(begin, after)
  return value.includes('\r') ? undefined : { value, after: after + CDATA_END.length }
}

function textAt(text: string, at: number) {
  const after = text.indexOf('<', at)
  if (after === -1) return undefined
  const value = text.slice(at, after)
  return DOUBTFUL.test(value) || value.trim() === '' ? undefined : { value, after }
}
