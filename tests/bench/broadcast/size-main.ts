/** One size in a process of its own, so that the memory of one is not in the figures of the next: `size-main.ts URL HOMES`. */
import { openDatabase } from '../../../src/database/open-database.ts'
import { readRules } from '../../../src/desk/rules.ts'
import { type Broadcast, broadcast } from './broadcast.ts'

export type SizeAnswer = { readonly result: Broadcast } | { readonly failed: string }

const [url = '', homes = ''] = process.argv.slice(2)
const open = openDatabase(url, () => undefined)
try {
  const result = await broadcast(open, { homes: Number(homes), rules: await readRules() })
  answer({ result })
} catch (error) {
  answer({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) })
}
await open.close()

function answer(given: SizeAnswer): void {
  process.send?.(given)
}
