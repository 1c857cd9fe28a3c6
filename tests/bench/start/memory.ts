/** What a running desk holds: its own resident memory, and its database's processes, each page shared out among them. */
import { readdirSync, readFileSync } from 'node:fs'

/** MiB; null where the system does not tell. */
export function residentMiB(pid: number): number | null {
  return figureOf(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB/m)
}

/** MiB of the database server on a folder and all its processes. */
export function databaseMiB(folder: string): number | null {
  try {
    const server = Number(readFileSync(`${folder}/cluster/postmaster.pid`, 'utf8').split('\n')[0])
    const shares = [server, ...childrenOf(server)].map(
      (pid) => figureOf(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB/m) ?? 0,
    )
    return shares.reduce((sum, share) => sum + share, 0)
  } catch {
    return null
  }
}

function figureOf(file: string, pattern: RegExp): number | null {
  try {
    const kib = pattern.exec(readFileSync(file, 'utf8'))?.[1]
    return kib === undefined ? null : Number(kib) / 1024
  } catch {
    // Gone meanwhile, or a system without /proc.
    return null
  }
}

function childrenOf(parent: number): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.map(Number).filter((pid) => parentOf(pid) === parent)
}

function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    // Gone meanwhile.
    return null
  }
}

export interface Sample {
  readonly minute: number
  readonly mib: number
}

/** Least squares over the second half, in MiB a minute: in the first the process still takes what it needs. None of nothing. */
export function slopeOf(samples: readonly Sample[]): number {
  const last = samples.at(-1)?.minute ?? 0
  const half = samples.filter(({ minute }) => minute >= last / 2)
  const mean = (of: (sample: Sample) => number) =>
    half.reduce((sum, sample) => sum + of(sample), 0) / half.length
  const [minute, mib] = [mean((one) => one.minute), mean((one) => one.mib)]
  const across = mean((one) => (one.minute - minute) * (one.mib - mib))
  const along = mean((one) => (one.minute - minute) ** 2)
  return along > 0 ? across / along : 0
}
