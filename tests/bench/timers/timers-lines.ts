/** The result of the timers bench as plain lines. */
import {
  ALARMS,
  CPU_SECONDS,
  DUE_WITHIN_MS,
  FIRST_LOOK_MS,
  LATEST_MS,
  MOST_GROWTH,
  P99_MS,
} from './targets.ts'
import type { PendingResult, TimersResult, WaveResult } from './timers-bench.ts'

export function timersLines({ waves, pending, growth, skipped }: TimersResult): string[] {
  return [
    `timers: ${told(ALARMS)} alarms due within ${DUE_WITHIN_MS / 1000} s; aims: p99 ${P99_MS} ms, latest ${LATEST_MS} ms, none early, lost or doubled, ${CPU_SECONDS} CPU seconds`,
    `  ${'kept by'.padEnd(36)}${'late, p50'.padStart(11)}${'p99'.padStart(9)}${'latest'.padStart(9)}${'early'.padStart(7)}${'lost'.padStart(7)}${'doubled'.padStart(9)}${'CPU s'.padStart(8)}`,
    ...waves.map(waveLine),
    `  ${'pending'.padEnd(14)}${'adding one, CPU ms'.padStart(20)}${'keeping one'.padStart(14)}${'first look, ms'.padStart(16)}`,
    ...pending.map(pendingLine),
    growthLine('adding one', growth.adding),
    growthLine('keeping one', growth.sweeping),
    ...skipped.map((why) => `  skipped: ${why}`),
  ]
}

const told = (count: number) => count.toLocaleString('en')

function waveLine(wave: WaveResult): string {
  const cells = [
    `${wave.p50Ms} ms`.padStart(11),
    `${wave.p99Ms} ms`.padStart(9),
    `${wave.latestMs} ms`.padStart(9),
    String(wave.early).padStart(7),
    String(wave.lost).padStart(7),
    String(wave.doubled).padStart(9),
    (wave.cpuSeconds === null ? '–' : wave.cpuSeconds.toFixed(1)).padStart(8),
  ]
  return `  ${wave.name.padEnd(36)}${cells.join('')}${wave.isMet ? '' : '   MISSED'}`
}

function pendingLine({ pending, adding, sweeping, firstLook }: PendingResult): string {
  const cells = [
    (adding === null ? '–' : adding.toFixed(2)).padStart(20),
    (sweeping === null ? '–' : sweeping.toFixed(2)).padStart(14),
    firstLook.toFixed(1).padStart(16),
  ]
  return `  ${told(pending).padEnd(14)}${cells.join('')}${firstLook > FIRST_LOOK_MS ? '   MISSED' : ''}`
}

function growthLine(what: string, ratio: number | null): string {
  if (ratio === null) return `  ${what}: skipped`
  const verdict = ratio > MOST_GROWTH ? '   MISSED' : ''
  return `  ${what} beside a million by beside a thousand: ×${ratio.toFixed(2)}   target ≤ ×${MOST_GROWTH}${verdict}`
}
