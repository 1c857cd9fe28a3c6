/** A technician: looks at the phone, takes what is offered, goes there, is done. */
import type { Platform } from '../../support/app/sandbox-driver.ts'
import type { Ledger } from '../ledger.ts'

const KEYS = ['accept', 'arrive', 'finish']
const LOOK_EVERY_MS = 2_000

export interface TechnicianLife {
  readonly id: string
  readonly platform: () => Platform
  readonly ledger: Ledger
  readonly rest: (ms: number) => Promise<void>
  readonly isOver: () => boolean
}

export async function liveAsTechnician(life: TechnicianLife): Promise<void> {
  const { id, platform, ledger, rest, isOver } = life
  const done = new Set<string>()
  while (!isOver()) {
    await rest(LOOK_EVERY_MS)
    for (const { card } of await platform().read({ kind: 'members', id })) {
      const key = card?.buttons.map((button) => button.key).find((one) => KEYS.includes(one))
      if (!card || !key || done.has(`${card.taskId} ${key}`) || isOver()) continue
      done.add(`${card.taskId} ${key}`)
      await platform().control.tap(id, { taskId: card.taskId, key })
      ledger.taps.set(id, (ledger.taps.get(id) ?? 0) + 1)
    }
  }
}
