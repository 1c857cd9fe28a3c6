/** Who runs on a sandbox folder: one process at a time, and where it is to be found. */
import { readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const runSchema = z.object({ pid: z.int().positive(), port: z.int().min(0).max(65_535) })

/** Port 0: not listening yet. */
export type Run = z.infer<typeof runSchema>

export interface Claim {
  /** Tells the desk which port to use. */
  announce(port: number): void
  release(): void
}

/** A process id may be somebody else's after a restart of the machine; a file touched just now is not. */
const BEAT_MS = 2000
const STALE_MS = 5 * BEAT_MS

/**
 * Takes the folder for this process. Throws when another living process has it.
 * `onLost` is called when the folder is gone or somebody else's: nothing written there would be found again.
 */
export function claimFolder(dataDir: string, systemNow: () => number, onLost: () => void): Claim {
  const path = join(dataDir, 'run.json')
  const holder = findRun(dataDir, systemNow)
  if (holder) throw new Error(`process ${holder.pid} runs on ${dataDir}`)
  rmSync(path, { force: true })
  // Fails when the name exists again: of two that start together one gets the folder.
  writeFileSync(path, runOf(0), { mode: 0o600, flag: 'wx' })
  const beat = setInterval(() => {
    const seconds = systemNow() / 1000
    if (readRun(path)?.pid === process.pid) utimesSync(path, seconds, seconds)
    else onLost()
  }, BEAT_MS)
  beat.unref()
  return {
    // Renamed into place: whoever reads finds the old line or the new one, and no half of it.
    announce(port) {
      writeFileSync(`${path}.next`, runOf(port), { mode: 0o600 })
      renameSync(`${path}.next`, path)
    },
    release() {
      clearInterval(beat)
      if (readRun(path)?.pid === process.pid) rmSync(path)
    },
  }
}

/** The living process that has the folder; undefined when none has. */
export function findRun(dataDir: string, systemNow: () => number): Run | undefined {
  const path = join(dataDir, 'run.json')
  const run = readRun(path)
  if (!run || !isAlive(run.pid)) return undefined
  const touchedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return systemNow() - touchedMs < STALE_MS ? run : undefined
}

/** A file torn by a kill names nobody; nor does one that is taken away just now. */
function readRun(path: string): Run | undefined {
  const text = readIfThere(path)
  if (text === undefined) return undefined
  const result = runSchema.safeParse(parseOrUndefined(text))
  return result.success ? result.data : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // It may belong to another user: then it is alive all the same.
    return isCode(error, 'EPERM')
  }
  // Killed, but nobody has taken note: in a container there may be nobody who ever will.
  return !/^\d+ \(.*\) Z/s.test(readIfThere(`/proc/${pid}/stat`) ?? '')
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'ESRCH')) return undefined
    throw error
  }
}

function isCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code
}

function runOf(port: number): string {
  return JSON.stringify({ pid: process.pid, port })
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
