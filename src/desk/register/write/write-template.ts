/** Writes the empty book a company fills in. */
import type { RegisterRules } from '../rules.ts'
import { writeBook } from './write-book.ts'

export async function writeTemplate(path: string, rules: RegisterRules): Promise<void> {
  await writeBook(path, rules, noRows)
}

async function* noRows() {
  yield* []
}
