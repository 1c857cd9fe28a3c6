/** The short form of `npm run chaos`: a few people, the faults that cost most when they are dealt with wrongly. */
import { expect, test } from 'vitest'
import { builtDesk } from '../support/app/build.ts'
import { outcomeLines } from './outcome-lines.ts'
import { lackOf, runScenario } from './run-scenario.ts'
import { SCENARIOS } from './scenarios.ts'

/** Late by half a minute is a fault; by less it may be the machine: how late is measured by the command. */
const WISH = { owners: 24, technicians: 4, seed: 7, kills: 1, forMs: 12_000, patienceMs: 30_000 }
/** It takes a minute where nothing else works. */
const LONG = { timeout: 900_000 }
const IDS = ['postgres-kill', 'redis-flush']

test.each(SCENARIOS.filter(({ id }) => IDS.includes(id)))(
  '$id: nothing is lost, done twice or left unanswered',
  LONG,
  async (scenario) => {
    // Where no suite may be skipped this machine has all it needs, or the run says so.
    expect(lackOf(scenario)).toBe(null)
    const outcome = await runScenario(scenario, { ...WISH, entry: await builtDesk() })
    expect(outcome.isGood, outcomeLines(outcome).join('\n')).toBe(true)
    expect(outcome.counts.said).toBeGreaterThanOrEqual(WISH.owners)
    expect(outcome.counts.posts).toBeGreaterThan(20)
  },
)
