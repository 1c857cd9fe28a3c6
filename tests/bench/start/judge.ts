/** Whether starting, stopping and standing are within what they may cost. */
import type { Standing } from './start-bench.ts'
import { SLOPE_FROM_MINUTES, TARGETS } from './targets.ts'

export interface Judged {
  readonly what: string
  /** Null when it was not measured or is not judged here. */
  readonly measured: number | null
  readonly most: number
  readonly unit: string
  readonly isMet: boolean
}

export function judge({
  ratios,
  stop,
  reply,
  standing,
}: {
  readonly ratios: { readonly first: number; readonly later: number }
  readonly stop: number
  readonly reply: number
  readonly standing: Standing
}): readonly Judged[] {
  const slope = standing.minutes >= SLOPE_FROM_MINUTES ? standing.slope : null
  return [
    judged('first start by the peer', ratios.first, TARGETS.firstStartByPeer, '×'),
    judged('later start by the peer', ratios.later, TARGETS.laterStartByPeer, '×'),
    judged('SIGTERM to the end', stop, TARGETS.stop, 'ms'),
    judged('kill −9, start, first answer on the phone', reply, TARGETS.reply, 'ms'),
    judged('idle, the process', standing.idleNode, TARGETS.idleNode, 'MiB'),
    judged('idle, its database', standing.idleDatabase, TARGETS.idleDatabase, 'MiB'),
    judged('after the load, the process', standing.loadedNode, TARGETS.loadedNode, 'MiB'),
    judged(
      `growth a minute (judged from ${SLOPE_FROM_MINUTES} minutes)`,
      ...([slope, TARGETS.slope, 'MiB'] as const),
    ),
  ]
}

function judged(what: string, measured: number | null, most: number, unit: string): Judged {
  return { what, measured, most, unit, isMet: measured === null || measured <= most }
}
