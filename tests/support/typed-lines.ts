/** What a command of flows is run with: a terminal on which these lines are piped in, and no desk. */
import type { Lines } from '../../src/cli/talk-flows.ts'

export function typedLines(...typed: readonly string[]): () => Lines {
  return () => ({ isTyped: false, lines: oneByOne(typed) })
}

async function* oneByOne(typed: readonly string[]) {
  yield* typed
}

export async function noDesk(): Promise<never> {
  throw new Error('this command needs no desk')
}
