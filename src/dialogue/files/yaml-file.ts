/** Reads one YAML text into a plain value and remembers where everything stood. */
import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml'
import type { Path, Problem, Report } from './problem.ts'

export interface YamlFile {
  readonly path: string
  readonly value: unknown
  /** Collects problems of this file at the line the path stands on. */
  readonly report: Report
}

/** A longer file is refused. */
export const MAX_CHARS = 256 * 1024
/** Deeper nesting is a mistake or an attack; the parser recurses and must not be fed it. */
const MAX_DEPTH = 40
const QUOTE_IT =
  '含 {{ }} 的文字要加引号或换行用 | 写 / quote text that holds {{ }} or write it as a | block'
const NO_ALIASES =
  '不支持锚点与引用（& 和 *），请写完整 / anchors and aliases are not supported: write it out'

/** A file that cannot be read adds exactly one problem, for one error makes hundreds (dialogue.md D1). */
export function readYaml(path: string, text: string, problems: Problem[]): YamlFile | undefined {
  const lines = new LineCounter()
  const add = (offset: number, rule: string, message: string, severity?: 'warning') => {
    const { line, col } = lines.linePos(offset)
    problems.push({
      file: path,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      severity: severity ?? 'error',
      rule,
      message,
    })
  }
  if (text.length > MAX_CHARS || tooDeep(text)) {
    add(
      0,
      'syntax',
      '文件过大或嵌套过深，请拆分 / the file is too large or nested too deeply: split it',
    )
    return undefined
  }
  const document = parseDocument(text, { lineCounter: lines, version: '1.2', customTags: [] })
  const error = document.errors[0]
  if (error) {
    add(error.pos[0], 'syntax', syntaxHint(error.code, text, error.pos[0]))
    return undefined
  }
  const strange = findStrange(document)
  if (strange) {
    add(strange.offset, 'syntax', strange.message)
    return undefined
  }
  const root = document.contents as Node | null
  return {
    path,
    value: document.toJS({ maxAliasCount: 0 }),
    report: (at, rule, message, severity) => add(offsetOf(root, at), rule, message, severity),
  }
}

/** What YAML allows and flow files do not: references, and keys that are no words (mostly an unquoted `{{ x }}`). */
function findStrange(document: Document): { offset: number; message: string } | undefined {
  let found: { offset: number; message: string } | undefined
  visit(document, {
    Alias(_, node) {
      found = { offset: node.range?.[0] ?? 0, message: NO_ALIASES }
      return visit.BREAK
    },
    Pair(_, pair) {
      if (isScalar(pair.key)) return undefined
      found = { offset: isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0, message: QUOTE_IT }
      return visit.BREAK
    },
  })
  return found
}

/** Where the path stands, or as much of it as there is. */
function offsetOf(root: Node | null, path: Path): number {
  let node = root
  let offset = root?.range?.[0] ?? 0
  for (const key of path) {
    const [at, next] = childOf(node, key)
    offset = at ?? offset
    if (!next) break
    node = next
  }
  return offset
}

function childOf(
  node: Node | null,
  key: string | number,
): readonly [offset: number | undefined, child: Node | null | undefined] {
  if (isMap(node)) {
    const pair = node.items.find((item) => String(item.key) === String(key)) as
      | Pair<Node, Node>
      | undefined
    return [pair?.key.range?.[0], pair?.value]
  }
  const item = isSeq(node) ? (node.items[Number(key)] as Node | undefined) : undefined
  return [item?.range?.[0], item]
}

function tooDeep(text: string): boolean {
  let depth = 0
  for (const char of text) {
    if (char === '[' || char === '{') depth += 1
    else if (char === ']' || char === '}') depth -= 1
    if (depth > MAX_DEPTH) return true
  }
  return /^ {120}/m.test(text) || /(?:^|[ \t])(?:[-?][ \t]+){20}/m.test(text)
}

function syntaxHint(code: string, text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n', 1)[0] ?? ''
  if (code === 'DUPLICATE_KEY')
    return '同一处写了两次相同的键，请删掉一个 / the same key is written twice: remove one'
  if (line.includes('{{')) return QUOTE_IT
  if (line.includes('\t')) return '缩进请用空格，不要用 Tab / indent with spaces, not tabs'
  return `这一行的格式不对，请检查缩进、冒号后的空格和引号 / malformed YAML (${code}): check indentation, the space after the colon, and quotes`
}
