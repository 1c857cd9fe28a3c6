/** The result of the start bench as plain lines: aims first, then each subject, then what stands and what is installed. */
import { medianOf } from '../paired.ts'
import type { Judged } from './judge.ts'
import type { StartResult, Starts } from './start-bench.ts'

export function startLines({ desk, peer, returned, standing, installed, judged }: StartResult) {
  const { minutes, messages, slope } = standing
  return [
    'start: from nothing to the first answer, away and back, and standing under load',
    ...judged.map(judgedLine),
    `  ${'median and spread, ms'.padEnd(30)}${'first start'.padStart(24)}${'later start'.padStart(24)}${'SIGTERM to the end'.padStart(24)}`,
    ...[desk, peer].map(startsLine),
    `  after kill −9: ready ${spread(returned.ready)}, answered on the phone ${spread(returned.reply)}`,
    `  resident, MiB: the process ${shown(standing.idleNode)} idle, ${shown(standing.loadedNode)} after ${messages} messages in ${minutes} min, ${slope === null ? '–' : slope.toFixed(2)} more a minute in the second half`,
    `  its database: ${shown(standing.idleDatabase)} idle, ${shown(standing.loadedDatabase)} after`,
    installed.skipped === null
      ? `  npm ci without development: ${shown(installed.seconds)} s, node_modules ${shown(installed.megabytes)} MB`
      : `  skipped: npm ci (${installed.skipped})`,
  ]
}

function judgedLine({ what, measured, most, unit, isMet }: Judged): string {
  const figure = measured === null ? 'not judged' : `${tidy(measured, unit)} ${unit}`
  return `  ${what.padEnd(46)}${figure.padStart(14)}   at most ${most}${isMet ? '' : '   MISSED'}`
}

function tidy(figure: number, unit: string): string {
  return unit === 'ms' ? figure.toFixed(0) : figure.toFixed(2)
}

function startsLine({ name, first, later, stop }: Starts): string {
  const cells = [first, later, stop].map((times) => spread(times).padStart(24))
  return `  ${name.padEnd(30)}${cells.join('')}`
}

function spread(times: readonly number[]): string {
  const [min, max] = [Math.min(...times), Math.max(...times)]
  return `${medianOf(times).toFixed(0)} (${min.toFixed(0)}–${max.toFixed(0)})`
}

const shown = (figure: number | null) => (figure === null ? '–' : figure.toFixed(0))
