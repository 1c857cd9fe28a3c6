/** Looks up what the words and codes of a book stand for. */
import { plainText } from '../../residents/plain-text.ts'
import type { LegendName } from '../legends.ts'
import type { RegisterRules } from '../rules.ts'

/** The identifier of a word or code, by legend. */
export type LegendIndex = ReadonlyMap<LegendName, ReadonlyMap<string, string>>

export function legendIndex(rules: RegisterRules): LegendIndex {
  const entries = Object.entries(rules.legends).map(([name, legend]) => {
    const words = Object.entries(legend).flatMap(([id, all]) =>
      all.map((word) => [plainText(word), id] as const),
    )
    return [name as LegendName, new Map(words)] as const
  })
  return new Map(entries)
}

/** The words a person may write, for messages and the template. */
export function allowedWords(rules: RegisterRules, legend: LegendName): string[] {
  return Object.values<readonly string[]>(rules.legends[legend]).map((words) => words[0] ?? '')
}
