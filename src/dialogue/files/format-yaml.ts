/** One form for every file of a folder of flows: what differs between two files is what they say, not how they were typed. */
import { isDeepStrictEqual } from 'node:util'
import {
  type Document,
  isScalar,
  Lexer,
  parseDocument,
  Scalar,
  type ScalarTag,
  type Tags,
  visit,
} from 'yaml'
import type { Problem } from './problem.ts'
import { readYaml } from './yaml-file.ts'

export type Formatted = { readonly formed: string } | { readonly problem: Problem }

/** Two spaces, sequences indented, no padding in brackets, and no line broken but where the author broke it. */
const FORM = { lineWidth: 0, flowCollectionPadding: false } as const

/** Moving a comment can make another round necessary; a text that never settles is refused. */
const MOST_ROUNDS = 5

const NOT_SAFE =
  '这里的注释或写法无法自动排版而不改变内容，请手工调整 / cannot be formatted without loss: move the comment or write it more simply'

/**
 * The text in the canonical form: comments stay, values stay, numbers stay as they were typed. The result formats to
 * itself. A text with a fault, or one that would lose something, comes back as a problem and is not to be touched.
 */
export function formatYaml(path: string, text: string): Formatted {
  const problems: Problem[] = []
  const before = readYaml(path, text, problems)
  const formed = before && settled(text)
  if (before && formed !== text && (formed === undefined || !isSame(before.value, text, formed)))
    before.report([], 'format', NOT_SAFE)
  const [problem] = problems
  return problem ? { problem } : { formed: formed ?? text }
}

function isSame(value: unknown, text: string, formed: string): boolean {
  const after = readYaml('', formed, [])
  return (
    after !== undefined &&
    isDeepStrictEqual(after.value, value) &&
    isDeepStrictEqual(commentsOf(formed), commentsOf(text))
  )
}

function settled(text: string): string | undefined {
  let now = text
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const next = formedOnce(now)
    if (next === now) return now
    now = next
  }
  return undefined
}

function formedOnce(text: string): string {
  const document = parseDocument(unixLines(text), { version: '1.2', customTags: asTyped })
  // A file of nothing but comments would be given a `null`.
  if (isEmpty(document)) return text.trim() === '' ? '' : `${unixLines(text).trim()}\n`
  singleQuotes(document)
  return document.toString(FORM)
}

function isEmpty({ contents }: Document): boolean {
  return contents === null || (isScalar(contents) && contents.source === '')
}

/** A byte-order mark and the line ends of Windows are no part of what is said. */
function unixLines(text: string): string {
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
}

/** 007 and 1.50 are told apart from 7 and 1.5 by whoever reads the file. */
function asTyped(tags: Tags): Tags {
  return tags.map((tag) =>
    typeof tag === 'object' && isNumberTag(tag)
      ? {
          ...tag,
          stringify: (node, ...rest) =>
            (node as Scalar).source ?? String(tag.stringify?.(node, ...rest)),
        }
      : tag,
  )
}

function isNumberTag(tag: { readonly tag: string }): tag is ScalarTag {
  return tag.tag === 'tag:yaml.org,2002:int' || tag.tag === 'tag:yaml.org,2002:float'
}

/** Double quotes stay where something in them would need a backslash, or is a single quote itself. */
function singleQuotes(document: Document): void {
  visit(document, {
    Scalar(_, node) {
      if (node.type !== Scalar.QUOTE_DOUBLE || typeof node.value !== 'string') return
      if (!/['\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(node.value)) node.type = Scalar.QUOTE_SINGLE
    },
  })
}

/** What the lexer puts in front of a plain or block text: a `#` behind it is no comment. */
const TEXT_FOLLOWS = '\u001f'

/** Every comment of a text, sorted: formatting may move one to a line of its own, never drop it. */
function commentsOf(text: string): readonly string[] {
  const tokens = [...new Lexer().lex(text)]
  return tokens
    .filter((token, index) => token.startsWith('#') && tokens[index - 1] !== TEXT_FOLLOWS)
    .map((comment) => comment.trim())
    .toSorted()
}
