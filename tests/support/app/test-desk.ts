/** A whole desk for a test: its processes on a database and a platform of its own, all gone afterwards. */
import { openTestDatabase } from '../database.ts'
import { builtDesk } from './build.ts'
import { type DeskOptions, openDeskOn, type TestDesk } from './desk-on-database.ts'

/** For suites of whole processes: they start in seconds, on a busy machine in more of them. */
export const PATIENCE = { timeout: 600_000 } as const

/** Runs a test on a desk; a failure tells what its processes wrote. */
export async function withDesk(
  options: DeskOptions,
  run: (desk: TestDesk) => Promise<void>,
): Promise<void> {
  const desk = await openTestDesk(options)
  try {
    await run(desk)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`${reason}\n${desk.story()}`, { cause: error })
  } finally {
    await desk.close()
  }
}

export async function openTestDesk(options: DeskOptions): Promise<TestDesk> {
  const entry = await builtDesk()
  const database = await openTestDatabase()
  return openDeskOn({ ...database, entry }, options)
}
