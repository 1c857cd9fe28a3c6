/** The platform's clock: the machine's time plus an offset that only the desk moves. */
import type { Tables } from './store/store.ts'

const OFFSET = 'clockOffsetMs'

export function platformClock(tables: Tables, systemNow: () => number): () => Date {
  return () => new Date(systemNow() + offsetMs(tables))
}

/** Moves the clock so that it reads `now` at this moment. Only inside a transaction. */
export function setClock(tables: Tables, systemNow: () => number, now: Date): void {
  tables.settings.put(OFFSET, { value: now.getTime() - systemNow() })
}

function offsetMs(tables: Tables): number {
  return Number(tables.settings.get(OFFSET)?.value ?? 0)
}
