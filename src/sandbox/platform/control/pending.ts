/** What is still on its way to the desk: callbacks not yet taken, messages announced but not yet pulled. */
import type { World } from '../world.ts'

export interface Pending {
  /** Grows with every change: the same number twice means that nothing happened in between. */
  readonly revision: number
  readonly count: number
  readonly what: readonly string[]
  /** Callbacks that were tried three times in vain; nothing more happens to them by itself. */
  readonly givenUp: number
}

export function readPending(world: World): Pending {
  const deliveries = [...world.tables.deliveries.all()]
  const what = [
    ...deliveries
      .filter((row) => row.status === 'waiting')
      .map((row) => `回调 ${row.lane} 第 ${row.attempts + 1} 次`),
    ...[...world.tables.kfPulled.all()]
      .filter((row) => row.pulledSeq < row.announcedSeq)
      .map(
        (row) => `${row.openKfId} 的第 ${row.pulledSeq + 1} 到 ${row.announcedSeq} 条消息没有拉取`,
      ),
  ]
  return {
    revision: world.store.revision(),
    count: what.length,
    what: what.slice(0, 20),
    givenUp: deliveries.filter((row) => row.status === 'given-up').length,
  }
}
