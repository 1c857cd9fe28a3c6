/** How a process is: alive, how much memory it holds, how much CPU it has used, as the system tells. */
import { readdirSync, readFileSync } from 'node:fs'

const MIB = 1024 * 1024
const TICK_MS = 10

/** Resident memory in MiB. Throws when there is no such process. */
export function residentMib(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return (Number(kib) * 1024) / MIB
}

/** CPU milliseconds since it began, in steps of ten. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS
}

/** How many files and connections it holds open. */
export function openFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length
}
