/** Which flows a sentence could start, by keyword rules first and by examples when those are silent. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { Bot } from '../files/folder-schema.ts'
import { exampleIndex } from './example-index.ts'
import { wordScanner } from './word-scanner.ts'

export interface Scored {
  readonly flow: string
  readonly score: number
  /** True when a word was used that asks for the flow itself, such as 报修. */
  readonly generic: boolean
}

export interface StartIndex {
  (text: string): readonly Scored[]
  /** Flows that a word of the sentence speaks for and another keeps away. */
  vetoed(text: string): ReadonlySet<string>
}

/** Best first. A veto silences its rule, and the examples of a flow that has no other rule left (dialogue.md D6). */
export function startIndex(flows: readonly CompiledFlow[], bot: Bot): StartIndex {
  const rules = flows.flatMap((flow) =>
    (flow.source.start?.keywords ?? []).map((rule) => ({ ...rule, flow: flow.id })),
  )
  const scanner = wordScanner(
    rules.flatMap((rule) => rule.any.map((word) => [word, rule] as const)),
  )
  const empty = new Set([...bot.words.filler, ...bot.words.particles])
  const near = exampleIndex(
    flows.flatMap(({ id, source: { start } }) =>
      [...(start?.examples ?? []), ...(start?.menu ? [start.menu.label] : [])].map((text) => ({
        of: id,
        text,
      })),
    ),
    scanner,
    empty,
  )
  const said = (text: string) => byKeywords(new Set(scanner(text).map(({ of }) => of)), text)
  const starts = (text: string) => {
    const { scores, vetoed } = said(text)
    const isClear = [...scores.values()].some(({ score }) => score >= bot.scoring.start)
    for (const { of, similarity } of isClear ? [] : near(text)) {
      const known = scores.get(of)
      const score = Math.max(known?.score ?? 0, similarity * bot.scoring.example)
      if (known || !vetoed.has(of))
        scores.set(of, { flow: of, score, generic: known?.generic ?? false })
    }
    return [...scores.values()].toSorted((a, b) => b.score - a.score)
  }
  return Object.assign(starts, { vetoed: (text: string) => said(text).vetoed })
}

type Rule = NonNullable<NonNullable<CompiledFlow['source']['start']>['keywords']>[number] & {
  readonly flow: string
}

function byKeywords(
  rules: ReadonlySet<Rule>,
  text: string,
): { scores: Map<string, Scored>; vetoed: ReadonlySet<string> } {
  const scores = new Map<string, Scored>()
  const vetoed = new Set<string>()
  for (const { flow, none, weight, generic } of rules) {
    const known = scores.get(flow)
    if (none?.some((word) => text.includes(word))) vetoed.add(flow)
    else
      scores.set(flow, {
        flow,
        score: (known?.score ?? 0) + weight,
        generic: known?.generic === true || generic === true,
      })
  }
  return { scores, vetoed }
}
