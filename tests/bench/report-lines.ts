/** A result as plain lines: verdict and ratio first, then the median and how far the rounds lie apart. */
import type { RatioResult, ScenarioResult, SubjectResult } from './run-scenario.ts'

export function reportLines(result: ScenarioResult): string[] {
  const { id, what, floor, subjects, ratios, skipped, unit, full } = result
  return [
    `${id} (${full ? 'full' : 'smoke'}): ${what}`,
    `  ${'subject'.padEnd(24)}${`by ${floor}`.padStart(12)}${unit.padStart(12)}${'spread'.padStart(18)}${'a second'.padStart(12)}${'target'.padStart(10)}${'measured'.padStart(12)}`,
    ...subjects.map(line),
    ...subjects.flatMap(weightLine),
    ...ratios.map(ratioLine),
    ...skipped.map((why) => `  skipped: ${why}`),
  ]
}

function line(subject: SubjectResult): string {
  const { name, ratio, median, min, max, target, isMet, operations, wrong } = subject
  const cells = [
    `×${ratio.toFixed(2)}`.padStart(12),
    median.toFixed(3).padStart(12),
    `${min.toFixed(3)}–${max.toFixed(3)}`.padStart(18),
    Math.round(1e6 / median)
      .toLocaleString('en')
      .padStart(12),
    (target === null ? '' : `≤ ${target}`).padStart(10),
    operations.toLocaleString('en').padStart(12),
  ]
  const verdict = wrong > 0 ? `  WRONG: ${wrong}` : isMet ? '' : '  MISSED'
  return `  ${name.padEnd(24)}${cells.join('')}${verdict}`
}

function weightLine({ name, weights }: SubjectResult): readonly string[] {
  const cells = weights.map(({ what, amount }) => `${what}: ${amount.toLocaleString('en')}`)
  return cells.length === 0 ? [] : [`  ${name.padEnd(24)}${cells.join('   ')}`]
}

function ratioLine({ subject, by, most, ratio, isMet }: RatioResult): string {
  const pair = `${subject} by ${by}`.padEnd(44)
  if (ratio === null) return `  ${pair}skipped`
  return `  ${pair}×${ratio.toFixed(2)}   target ≤ ×${most}${isMet ? '' : '   MISSED'}`
}
