/** What the judges look at, and what they say. */
import type { Database } from '../../../src/database/open-database.ts'
import type { Seals } from '../../../src/database/sealed.ts'
import type { Platform } from '../../support/app/sandbox-driver.ts'
import type { Ledger } from '../ledger.ts'

export interface Evidence {
  readonly db: Database
  readonly seals: Pick<Seals, 'openJson'>
  readonly platform: Platform
  readonly ledger: Ledger
  /** A timer may be so late beyond the outages, in ms. */
  readonly patienceMs: number
}

/** Everything that must be 0, and what was counted beside it. */
export interface Verdict {
  /** What people wrote and no row holds. */
  readonly notStored: number
  /** Callbacks answered with 200 that no row holds. */
  readonly answeredNotStored: number
  /** What came half an hour after it was sent or later, and was answered as if it were new. */
  readonly answeredLate: number
  /** What is stored more than once. */
  readonly twice: number
  /** Turns counted by a conversation that its messages do not account for. */
  readonly turnsAmiss: number
  /** What was said in one go and taken in several turns. */
  readonly burstsSplit: number
  /** Owners whose last words nothing follows on their phone. */
  readonly unanswered: number
  /** Conversations whose words were taken in another order than they were said. */
  readonly disordered: number
  readonly ticketsDoubled: number
  /** Told to an owner, and not there. */
  readonly ticketsLost: number
  /** Talks that began with one version of a flow and ended with another. */
  readonly talksMixed: number
  readonly alarmsLost: number
  readonly alarmsLate: number
  readonly alarmsEarly: number
  /** Rows dated by another clock than the database's. */
  readonly misdated: number
  /** Sent by the desk's account and on no phone, or on a phone and never sent. */
  readonly sendsAmiss: number
  /** Bubbles that stand on a phone twice although the platform could tell. */
  readonly shownTwice: number
  /** Taps that no row holds, and those that several hold. */
  readonly tapsLost: number
  readonly tapsTwice: number
}

interface Counts {
  readonly said: number
  readonly bursts: number
  readonly tickets: number
  /** Talks that led to one, in the flow of the next build. */
  readonly talksNext: number
  readonly taps: number
  /** Callbacks posted straight at the desk, those not answered with 200, and how soon the others were. */
  readonly posts: number
  readonly refused: number
  readonly answerP99Ms: number
  readonly alarms: number
  readonly latestMs: number
  readonly sent: number
  /** Rows that were tried more than once. */
  readonly repeatedTries: number
  /** Bubbles of an app or a robot that stand on a phone twice: the platform cannot tell. */
  readonly shownAgain: number
  /** Bubbles of rows whose try had no answer and which were given up before the next. */
  readonly shownUntold: number
}

export interface Judgement {
  readonly verdict: Verdict
  readonly counts: Counts
  /** The first few things that are wrong, in words. */
  readonly findings: readonly string[]
}

/** Notes one thing that is wrong, in words. */
export type Find = (what: string) => void
