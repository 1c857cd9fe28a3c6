/** Time, CPU of both sides and resident memory of one step. */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Pool } from 'pg'
import { cpuMs } from '../scale/cpu-time.ts'

export interface Used {
  readonly tookMs: number
  /** Of the process and the database server together; the time that passed where nobody counts. */
  readonly cpuMs: number
  /** MiB of the process. */
  readonly before: number
  readonly peak: number
  readonly after: number
}

/** The peak is the system's own, so that no moment between two looks is missed. */
export async function metered<T>(pool: Pool, run: () => Promise<T>): Promise<[T, Used]> {
  globalThis.gc?.()
  forgetPeak()
  const before = residentMiB()
  const [cpu, begun] = [await cpuMs(pool), performance.now()]
  const result = await run()
  const tookMs = performance.now() - begun
  const cpuAfter = await cpuMs(pool)
  const peak = peakMiB()
  globalThis.gc?.()
  const used = cpu === null || cpuAfter === null ? tookMs : cpuAfter - cpu
  return [result, { tookMs, cpuMs: used, before, peak, after: residentMiB() }]
}

const MIB = 1024 * 1024

function residentMiB(): number {
  return process.memoryUsage.rss() / MIB
}

/** proc(5), clear_refs: 5 sets the peak back to what is resident now. Without /proc the peak is that of the whole run. */
function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // No such file, or not allowed: the peak of earlier steps stays in, which makes it no smaller.
  }
}

function peakMiB(): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
    return Number(kib) / 1024
  } catch {
    return process.resourceUsage().maxRSS / 1024
  }
}
