/** What a flow that was called leaves to the step that called it, and how that step goes on. */
import type { Step } from '../files/step-schema.ts'
import type { Run } from './session.ts'
import { evaluateAll, flowOf, scopeOf, type Turn } from './turn.ts'
import { fill } from './values.ts'

/** The child's slots are what `result` means in the caller's `save`; what it left empty stays empty. */
export async function returnTo(turn: Turn, parent: Run, child: Run): Promise<void> {
  const step = flowOf(turn, parent).steps.get(parent.at)
  if (step?.kind === 'call') {
    const { save = {} } = step
    for (const [slot, value] of await resultsOf(turn, parent, child, { step, texts: save }))
      fill(turn, parent, slot, { value, by: 'call', shown: shownIn(child, save[slot]) })
    passOn(parent, step)
  } else if (step?.kind === 'each') {
    const { collect: texts = {} } = step
    for (const [slot, value] of await resultsOf(turn, parent, child, { step, texts })) {
      const before = [parent.slots[slot]?.value ?? []].flat()
      fill(turn, parent, slot, { value: [...before, value], by: 'call' })
    }
    const passed = parent.passed?.[step.id]
    mark(parent, step.id, { ...passed, round: (passed?.round ?? 0) + 1 })
  }
}

function shownIn(child: Run, text = ''): string | undefined {
  return child.slots[/^result\.(\w+)$/.exec(text)?.[1] ?? '']?.shown
}

/** The step is over: walked again, it is passed by. */
export function passOn(
  run: Run,
  { id, next }: { readonly id: string; readonly next: string },
): void {
  mark(run, id, { ...run.passed?.[id], to: next })
  run.at = next
}

export function mark(run: Run, step: string, passed: NonNullable<Run['passed']>[string]): void {
  run.passed = { ...run.passed, [step]: passed }
}

async function resultsOf(
  turn: Turn,
  parent: Run,
  child: Run,
  { step, texts }: { readonly step: Step; readonly texts: Readonly<Record<string, string>> },
): Promise<readonly (readonly [slot: string, value: unknown])[]> {
  const result = scopeOf(turn, child).slots
  return Object.entries(await evaluateAll(turn, parent, texts, { step, result, mayFail: true }))
}
