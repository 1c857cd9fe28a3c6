/** Desk work on a test database: one transaction each, at a moment the test chooses. */
import { randomUUID } from 'node:crypto'
import type { Database, Tx } from '../../../src/database/open-database.ts'
import { type Rules, readRules } from '../../../src/desk/rules.ts'
import type { Actor, Notifier, Work } from '../../../src/desk/work.ts'
import { testSeals } from '../seals.ts'

export interface DoWork {
  /** Runs in a transaction that commits when it returns. */
  <T>(at: string | Date, run: (work: Work) => Promise<T>, actor?: Actor): Promise<T>
  /** Work inside a transaction that is open already. */
  within(tx: Tx, now: Date, actor?: Actor): Work
}

export const SYSTEM: Actor = { kind: 'system', name: 'test' }

/** With the shipped rules, or others. */
export async function workOn(db: Database, tell: Notifier, rules?: Rules): Promise<DoWork> {
  const given = rules ?? (await readRules())
  const links = {
    ticketPage: (id: string, staffId: string) => `https://desk.test/${id}/${staffId}`,
    ownTicket: (id: string, conversationId: string) =>
      `https://desk.test/o/${id}/${conversationId}`,
  }
  const within = (tx: Tx, now: Date, actor: Actor = SYSTEM): Work => {
    return { tx, now, newId: randomUUID, actor, rules: given, seals: testSeals, tell, links }
  }
  const doWork = <T>(at: string | Date, run: (work: Work) => Promise<T>, actor?: Actor) =>
    db.transaction().execute((tx) => run(within(tx, new Date(at), actor)))
  return Object.assign(doWork, { within })
}
