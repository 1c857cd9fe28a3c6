/** The words of the report stand in flows/_text/report.zh-CN.yaml; this is how a section asks for them. */
import type { Words } from '../conversation/words.ts'

/** The text `report.<name>` with these values. @throws Error when there is none */
export type Say = (name: string, values?: Readonly<Record<string, unknown>>) => string

export function sayOf(words: Words): Say {
  return (name, values = {}) => words.text(`report.${name}`, values)
}
