/** The result of the broadcast bench as plain lines: each size step by step, then the aims. */
import type { Broadcast } from './broadcast.ts'
import type { BroadcastResult } from './broadcast-bench.ts'
import type { Used } from './meter.ts'
import type { Step } from './targets.ts'

const SAID: Readonly<Record<Step, string>> = {
  plan: 'planned (preview)',
  send: 'frozen and ordered',
  account: 'tasks made, results, calls',
  progress: 'progress read',
}

export function broadcastLines({ sizes, judged }: BroadcastResult): string[] {
  return [
    'broadcast: a notice to everybody of an estate, from the preview to the last call task',
    ...sizes.flatMap((size) => [
      headLine(size),
      `    ${'step'.padEnd(28)}${'took ms'.padStart(10)}${'CPU ms'.padStart(10)}${'for 1,000'.padStart(11)}${'MiB before'.padStart(12)}${'peak'.padStart(8)}${'after'.padStart(8)}`,
      ...(Object.keys(SAID) as Step[]).map((step) =>
        stepLine(SAID[step], size.used[step], size.homes),
      ),
      pacedLine(size),
      ...size.wrong.map((what) => `    WRONG ${what}`),
    ]),
    ...judged.map(({ what, measured, most, unit, isMet }) => {
      const figures = `${measured.toFixed(1).padStart(8)} ${unit}, at most ${most}`
      return `  ${what.padEnd(44)}${figures}${isMet ? '' : '   MISSED'}`
    }),
  ]
}

function headLine({ homes, tasks, states, called }: Broadcast): string {
  const { sent = 0, ...others } = states
  const rest = Object.entries(others).map(([state, count]) => `${whole(count)} ${state}`)
  return `  ${whole(homes)} homes, ${whole(tasks)} tasks: ${whole(sent)} sent, ${rest.join(', ')}; ${whole(called)} to be called`
}

function stepLine(name: string, used: Used, homes: number): string {
  const cells = [
    whole(used.tookMs).padStart(10),
    whole(used.cpuMs).padStart(10),
    ((used.cpuMs * 1000) / homes).toFixed(1).padStart(11),
    whole(used.before).padStart(12),
    whole(used.peak).padStart(8),
    whole(used.after).padStart(8),
  ]
  return `    ${name.padEnd(28)}${cells.join('')}`
}

function pacedLine({ paced, twice }: Broadcast): string {
  const { sent, receivers, tooFast, minutes } = paced
  return `    ${whole(sent)} words to ${whole(receivers)} of the staff within ${whole(minutes)} min of the desk's clock, ${tooFast} above the pace; ${twice} accounts told twice`
}

const whole = (figure: number) => Math.round(figure).toLocaleString('en')
