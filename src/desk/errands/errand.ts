/** Something the desk has done over a network that no talk waits for: ordered in a transaction, done after it. */
import type { ActionAnswer, RemoteAction } from '../action.ts'
import type { Work } from '../work.ts'

/** `send` and `lookup` are those of remote actions: outside any transaction, once, looked up after a crash. */
export interface DeskErrand extends Pick<RemoteAction, 'name' | 'send' | 'lookup'> {
  /** Writes down what came of it, in the transaction that ends the order. */
  settled(work: Work, order: unknown, ending: ErrandEnding): Promise<void>
}

export interface ErrandEnding extends ActionAnswer {
  /** `failed`: certainly not done; `unknown`: nobody can say. */
  readonly state: 'ok' | 'failed' | 'unknown'
}
