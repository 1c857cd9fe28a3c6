/** What becomes of a callback once an attempt is over. */
import { takePassiveReply } from '../app/passive-reply.ts'
import { appOf } from '../corp.ts'
import type { DeliveryRow } from '../store/rows.ts'
import type { World } from '../world.ts'
import type { Answer } from './post-callback.ts'

/** Done, to be tried again, or given up after `mostAttempts`. Only inside a transaction. */
export function settle(world: World, id: string, answer: Answer, mostAttempts: number): void {
  const row = world.tables.deliveries.get(id)
  if (!row) return
  if (!answer.ok) {
    if (row.attempts < mostAttempts) return
    world.tables.deliveries.put(id, { ...row, status: 'given-up' })
    return
  }
  world.tables.deliveries.remove(id)
  noteAnnounced(world, row)
  const app = appOf(world.corp, row.agentId)
  if (app && answer.body !== '') takePassiveReply(world, { app, delivery: row, body: answer.body })
}

/** From here on the desk knows that there is something to pull up to this item. */
function noteAnnounced(world: World, { covers }: DeliveryRow): void {
  if (!covers) return
  const { openKfId, seq } = covers
  const before = world.tables.kfPulled.get(openKfId)
  world.tables.kfPulled.put(openKfId, {
    openKfId,
    pulledSeq: before?.pulledSeq ?? 0,
    announcedSeq: Math.max(before?.announcedSeq ?? 0, seq),
  })
}
