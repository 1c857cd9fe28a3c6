/** The result of the workers bench as plain lines. */
import { medianOf } from '../paired.ts'
import type { WorkersMeasured, WorkersResult } from './workers-bench.ts'

export function workersLines({ cores, measured, wrong }: WorkersResult): string[] {
  const one = measured[0]
  return [
    `workers: one question each of many people at once, answered by worker processes on one database, ${cores} processors`,
    `  ${'workers'.padEnd(10)}${'turns a second'.padStart(15)}${'spread'.padStart(14)}${'by one'.padStart(9)}${'CPU ms in workers'.padStart(19)}${'in the database'.padStart(17)}${'processors used'.padStart(17)}`,
    ...measured.map((each) => line(each, one)),
    ...(wrong > 0 ? [`  WRONG: ${wrong} turns not taken once`] : []),
  ]
}

function line(each: WorkersMeasured, one: WorkersMeasured | undefined): string {
  const { workers, perSecond, inWorkers, inDatabase, busy } = each
  const median = medianOf(perSecond)
  const by = median / medianOf(one?.perSecond ?? [])
  const told = (figure: number | null, digits: number) => figure?.toFixed(digits) ?? '–'
  const cells = [
    median.toFixed(0).padStart(15),
    `${Math.min(...perSecond).toFixed(0)}–${Math.max(...perSecond).toFixed(0)}`.padStart(14),
    `×${by.toFixed(2)}`.padStart(9),
    told(inWorkers, 2).padStart(19),
    told(inDatabase, 2).padStart(17),
    (busy === null ? '–' : `${Math.round(busy * 100)} %`).padStart(17),
  ]
  return `  ${String(workers).padEnd(10)}${cells.join('')}`
}
