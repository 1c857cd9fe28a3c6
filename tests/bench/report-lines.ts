/** A result as plain lines: verdict and ratio first, then the median and how far the rounds lie apart. */
import type { ScenarioResult, SubjectResult } from './run-scenario.ts'

export function reportLines(result: ScenarioResult): string[] {
  const { id, what, floor, subjects, unit, full } = result
  return [
    `${id} (${full ? 'full' : 'smoke'}): ${what}`,
    `  ${'subject'.padEnd(24)}${`by ${floor}`.padStart(12)}${unit.padStart(12)}${'spread'.padStart(18)}${'target'.padStart(10)}${'measured'.padStart(12)}`,
    ...subjects.map(line),
  ]
}

function line(subject: SubjectResult): string {
  const { name, ratio, median, min, max, target, isMet, operations, wrong } = subject
  const cells = [
    `×${ratio.toFixed(2)}`.padStart(12),
    median.toFixed(3).padStart(12),
    `${min.toFixed(3)}–${max.toFixed(3)}`.padStart(18),
    (target === null ? '' : `≤ ${target}`).padStart(10),
    operations.toLocaleString('en').padStart(12),
  ]
  const verdict = wrong > 0 ? `  WRONG: ${wrong}` : isMet ? '' : '  MISSED'
  return `  ${name.padEnd(24)}${cells.join('')}${verdict}`
}
