/** CPU time of the asking process and of the server together: a neighbour on the machine does not slow it (performance.md 8.1). */
import { readFile } from 'node:fs/promises'
import type { Pool } from 'pg'

const TICK_MS = 10

/**
 * Milliseconds of CPU so far; differences are what counts. Parallel workers end with their query: their time is what the
 * postmaster has of children that are gone. Null where the system does not tell (no /proc).
 */
export async function cpuMs(pool: Pool): Promise<number | null> {
  const { rows } = await pool.query<{ pid: number }>('SELECT pid FROM pg_stat_activity')
  const own = process.cpuUsage()
  try {
    const living = await Promise.all(rows.map(({ pid }) => livingMs(pid)))
    const [first] = rows
    const parent = first ? Number((await statOf(first.pid))[1]) : 0
    const sum = living.reduce((all, ms) => all + ms, 0)
    return (own.user + own.system) / 1000 + sum + (await endedMs(parent))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Of a process, in nanoseconds as the scheduler has it. */
async function livingMs(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/schedstat`, 'utf8')
  return Number(text.split(' ')[0]) / 1e6
}

/** Of its children that have ended. */
async function endedMs(pid: number): Promise<number> {
  const fields = await statOf(pid)
  return (Number(fields[13]) + Number(fields[14])) * TICK_MS
}

/** The fields behind the name in brackets: state, parent, … (proc(5)). */
async function statOf(pid: number): Promise<string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8')
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}
