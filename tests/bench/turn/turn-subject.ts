/** Something that takes turns and remembers them. */
import type { Pool } from 'pg'

export interface TurnSubject {
  readonly name: string
  /** To see what its database spends. */
  readonly pool: Pool
  /** One person says the next thing; resolves when the turn is committed. */
  say(who: string): Promise<void>
  /** All there ever were: turns, messages kept and answers written. */
  counted(): Promise<{ readonly turns: number; readonly kept: number; readonly answered: number }>
  close(): Promise<void>
}
