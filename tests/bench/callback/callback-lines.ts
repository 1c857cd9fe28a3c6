/** The result of the callback bench as plain lines: aims first, then each server, then what wrong requests did. */
import {
  type CallbackResult,
  isRefused,
  type Knocked,
  type Measured,
  spreadOf,
  type TargetResult,
} from './callback-bench.ts'

export function callbackLines({
  full,
  measured,
  targets,
  knocked,
  skipped,
}: CallbackResult): string[] {
  return [
    `callback (${full ? 'full' : 'smoke'}): requests at 64 connections, and at 500 a second whatever is answered`,
    ...targets.map(targetLine),
    `  ${'server'.padEnd(34)}${'a second'.padStart(10)}${'spread'.padStart(16)}${'CPU µs'.padStart(9)}${'p50/p99 ms at 64'.padStart(20)}${'p50/p99 ms at 500/s'.padStart(22)}`,
    ...measured.map(line),
    `  ${'answers to what is wrong'.padEnd(34)}${'<a/>'.padStart(10)}${'signature'.padStart(12)}${'other corp'.padStart(12)}${'alive'.padStart(8)}`,
    ...knocked.map(knockLine),
    ...skipped.map((why) => `  skipped: ${why}`),
  ]
}

function targetLine({ subject, by, least, ratio, isMet }: TargetResult): string {
  const pair = `${subject} by ${by}`.padEnd(64)
  if (ratio === null) return `  ${pair}skipped`
  return `  ${pair}×${ratio.toFixed(2)}   target ≥ ×${least}${isMet ? '' : '   MISSED'}`
}

function line({ name, rounds, wrong }: Measured): string {
  const perSecond = spreadOf(rounds.map((round) => round.perSecond))
  const cpu = rounds.flatMap(({ cpuMicros }) => (cpuMicros === null ? [] : [cpuMicros]))
  const median = (of: (round: Measured['rounds'][number]) => number) =>
    spreadOf(rounds.map(of)).median.toFixed(1)
  const cells = [
    whole(perSecond.median).padStart(10),
    `${whole(perSecond.min)}–${whole(perSecond.max)}`.padStart(16),
    (cpu.length === 0 ? '–' : spreadOf(cpu).median.toFixed(0)).padStart(9),
    `${median(({ closed }) => closed.p50Ms)} / ${median(({ closed }) => closed.p99Ms)}`.padStart(
      20,
    ),
    `${median(({ open }) => open.p50Ms)} / ${median(({ open }) => open.p99Ms)}`.padStart(22),
  ]
  return `  ${name.padEnd(34)}${cells.join('')}${wrong > 0 ? `  WRONG: ${wrong}` : ''}`
}

const whole = (figure: number) => Math.round(figure).toLocaleString('en')

function knockLine(knocked: Knocked): string {
  const { name, looks, shortest, wrongSignature, otherCorp, isAlive, isOurs } = knocked
  const shown = (status: number) => (status === 0 ? 'cut' : String(status))
  const statuses = looks ? [shown(shortest), shown(wrongSignature), shown(otherCorp)] : ['', '', '']
  const [first = '', second = '', third = ''] = statuses
  const verdict = isOurs && !isRefused(knocked) ? '  WRONG' : ''
  const cells = [first.padStart(10), second.padStart(12), third.padStart(12)]
  return `  ${name.padEnd(34)}${cells.join('')}${(isAlive ? 'yes' : 'DEAD').padStart(8)}${verdict}`
}
