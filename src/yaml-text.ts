/** Reads YAML a person wrote: plain values, each key once, no aliases (a few lines of them can fill the memory). */
import { parseDocument } from 'yaml'

interface YamlProblem {
  /** Counted from 1. */
  readonly line: number
  /** The parser's short name of it; unlike `message` it quotes nothing of the text. */
  readonly code: string
  readonly message: string
}

type YamlRead =
  | { readonly value: unknown }
  | { readonly problems: readonly [YamlProblem, ...YamlProblem[]] }

export function readYaml(text: string): YamlRead {
  const document = parseDocument(text, { uniqueKeys: true })
  const [first, ...more] = document.errors.map(({ linePos, code, message }) => ({
    line: linePos?.[0].line ?? 1,
    code,
    message,
  }))
  if (first) return { problems: [first, ...more] }
  try {
    return { value: document.toJS({ maxAliasCount: 0 }) }
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    return { problems: [{ line: 1, code: 'ALIAS', message: 'aliases are not allowed' }] }
  }
}
