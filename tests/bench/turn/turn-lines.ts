/** The result of the turn bench as plain lines: aims first, then each subject by how many talk at once. */
import {
  type Growth,
  spreadOf,
  type TurnResult,
  type TurnsMeasured,
  type TurnTarget,
} from './turn-bench.ts'

export function turnLines({
  full,
  measured,
  targets,
  growth,
  wrong,
  skipped,
}: TurnResult): string[] {
  return [
    `turn (${full ? 'full' : 'smoke'}): a message kept, rung for, taken, answered and committed, people saying the next thing when they were answered`,
    ...targets.map(targetLine),
    growthLine(growth),
    `  ${'subject'.padEnd(32)}${'at once'.padStart(9)}${'turns a second'.padStart(16)}${'spread'.padStart(16)}${'CPU ms'.padStart(9)}${'p50/p99 ms'.padStart(20)}`,
    ...measured.map(line),
    ...Object.entries(wrong).flatMap(([name, count]) =>
      count > 0 ? [`  ${name}  WRONG: ${count}`] : [],
    ),
    ...skipped.map((why) => `  skipped: ${why}`),
  ]
}

function targetLine({ subject, by, least, ratio, isMet }: TurnTarget): string {
  const pair = `${subject} by ${by}`.padEnd(64)
  if (ratio === null) return `  ${pair}skipped`
  return `  ${pair}×${ratio.toFixed(2)}   target ≥ ×${least}${isMet ? '' : '   MISSED'}`
}

function growthLine({ few, many, ratio, isMet, seedSeconds }: Growth): string {
  const told = (count: number) => count.toLocaleString('en')
  const pair = `  CPU of a turn with ${told(many.conversations)} talks and ${told(many.messages)} messages by ${told(few.conversations)} and ${told(few.messages)}`
  const figure = ratio === null ? 'skipped' : `×${ratio.toFixed(2)}`
  return `${pair}: ${figure}${isMet ? '' : '   MISSED'} (seeded in ${seedSeconds.toFixed(0)} s)`
}

function line({ name, atOnce, perSecond, cpu, p50Ms, p99Ms }: TurnsMeasured): string {
  const { median, min, max } = spreadOf(perSecond)
  const cells = [
    String(atOnce).padStart(9),
    median.toFixed(0).padStart(16),
    `${min.toFixed(0)}–${max.toFixed(0)}`.padStart(16),
    (cpu ? spreadOf(cpu).median.toFixed(2) : '–').padStart(9),
    `${p50Ms.toFixed(1)} / ${p99Ms.toFixed(1)}`.padStart(20),
  ]
  return `  ${name.padEnd(32)}${cells.join('')}`
}
