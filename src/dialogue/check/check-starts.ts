/** How flows are started: no two of one name, no word that starts two of them equally well. */

import type { FlowSource } from '../files/compiled-flow.ts'
import type { Folder } from '../files/folder.ts'

interface Start {
  readonly flow: string
  readonly weight: number
  readonly audience: readonly string[]
}

export function checkStarts({ flows }: Folder): void {
  const seen = new Map<string, Start[]>()
  // The hazard pattern runs under this name.
  const ids = new Set(['hazard'])
  for (const { file, source } of flows) {
    const { flow } = source
    if (ids.has(flow))
      file.report(['flow'], 'duplicate-id', `流程“${flow}”重复 / the flow "${flow}" is there twice`)
    ids.add(flow)
    for (const [index, word, own] of wordsOf(source)) {
      const others = seen.get(word) ?? []
      const rival = others.find((other) => competes(own, other))
      if (rival) file.report(['start', 'keywords', index], 'overlap', overlap(word, rival.flow))
      seen.set(word, [...others, own])
    }
  }
}

function wordsOf({
  flow,
  access,
  start,
}: FlowSource): readonly (readonly [index: number, word: string, own: Start])[] {
  return (start?.keywords ?? []).flatMap(({ any, weight }, index) =>
    any.map((word) => [index, word, { flow, weight, audience: access?.audience ?? [] }] as const),
  )
}

function overlap(word: string, other: string): string {
  return `“${word}”也会启动“${other}”，权重相同，请区分 / "${word}" starts "${other}" just as well: change a weight`
}

/** Flows for different people never meet. */
function competes(a: Start, b: Start): boolean {
  const meet =
    a.audience.length === 0 ||
    b.audience.length === 0 ||
    a.audience.some((kind) => b.audience.includes(kind))
  return a.flow !== b.flow && a.weight === b.weight && meet
}
