/** Somebody who writes to the desk from the phones of its sandbox, and looks whether they are answered. */
import { setTimeout as pause } from 'node:timers/promises'
import { findPlatform, sandboxDriver } from '../../support/app/sandbox-driver.ts'

export interface Talker {
  say(text: string): Promise<void>
  /** Waits until so many answers more have come than when it began. */
  answered(count: number): Promise<void>
  said(): number
  /** Waits until the desk has nothing left to do. */
  idle(): Promise<void>
}

const OWNER = 'li-na'
const LONGEST_MS = 30_000
const BETWEEN_LOOKS_MS = 5

export function talkerOf(folder: string, address: string): Talker {
  const driver = sandboxDriver(() => address)
  const platform = findPlatform(folder)
  if (!platform) throw new Error('the platform does not run')
  const answers = async () => {
    const shown = await platform.read({ kind: 'owners', id: OWNER })
    return shown.length
  }
  let said = 0
  let before: Promise<number> | null = null
  return {
    async say(text) {
      before ??= answers()
      await before
      said++
      await driver.says(OWNER, text)
    },
    async answered(count) {
      const had = (await before) ?? 0
      const endAt = performance.now() + LONGEST_MS
      // What was said stands on the phone too.
      while ((await answers()) < had + said + count) {
        if (performance.now() > endAt) throw new Error(`No answer in ${LONGEST_MS} ms`)
        await pause(BETWEEN_LOOKS_MS)
      }
    },
    said: () => said,
    idle: () => driver.idle(),
  }
}

/** The sandbox outlives the desk on purpose; here it is gone with its folder. */
export function endSandbox(folder: string): void {
  const platform = findPlatform(folder)
  if (!platform) return
  try {
    process.kill(platform.pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
