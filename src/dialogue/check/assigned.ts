/** Which slots are certainly filled when a step is reached, on every way that leads to it. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import { stepEdges } from '../files/edges.ts'
import { slotsProved } from '../files/reads.ts'
import { isListType } from '../files/slot-schema.ts'

/** By step id; steps that nothing leads to are missing. What holds outside of steps stands under ''. */
export function assignedSlots(flow: CompiledFlow): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, ReadonlySet<string>>([
    [flow.first, filledAtStart(flow)],
    ['', filledAtStart(flow)],
  ])
  const open = [flow.first]
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const here = known.get(id) ?? new Set()
    for (const { to, fills, given } of stepEdges(flow.source, flow.steps.get(id))) {
      const cleared = clearedBy(flow, id)
      const proved = given.flatMap(({ when, isTrue }) => provedBy(flow, when, isTrue))
      const there = new Set(
        [...here, ...fills, ...proved].filter((slot) => !cleared.includes(slot)),
      )
      const before = known.get(to)
      const both = before ? new Set([...before].filter((slot) => there.has(slot))) : there
      if (before && both.size === before.size) continue
      known.set(to, both)
      open.push(to)
    }
  }
  return known
}

function filledAtStart({ source: { slots, start } }: CompiledFlow): ReadonlySet<string> {
  // A flow that people can start as well has no event then.
  const isByEvent = start?.event !== undefined && !start.menu && !start.keywords && !start.examples
  const filled = Object.entries(slots).filter(([, def]) => {
    return (
      isListType(def.type) ||
      def.default !== undefined ||
      (isByEvent && def.source === 'event' && def.from !== undefined)
    )
  })
  return new Set(filled.map(([slot]) => slot))
}

function clearedBy({ steps, source: { slots } }: CompiledFlow, id: string): readonly string[] {
  const step = steps.get(id)
  if (step?.kind !== 'set') return []
  return Object.keys(step.set).filter(
    (slot) => step.set[slot] === null && !isListType(slots[slot]?.type),
  )
}

/** An expression that does not parse is reported elsewhere and proves nothing. */
function provedBy(flow: CompiledFlow, when: string, isTrue: boolean): readonly string[] {
  try {
    return [...slotsProved(flow.expression(when).ast, isTrue)]
  } catch {
    return []
  }
}
