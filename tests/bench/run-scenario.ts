/** Runs a scenario's subjects in turns, so that what else the machine does hits all of them alike. */
import { medianOf, ratioOf } from './paired.ts'

/** One thing that is measured: does its work once and says how much it was. */
export interface Subject {
  readonly name: string
  /** How many operations were done, and how many of their answers were wrong. */
  run(): Promise<{ readonly operations: number; readonly wrong: number }>
  /** What it takes besides time, looked at once, after the rounds. */
  weigh?(): Promise<readonly Weight[]>
}

export interface Weight {
  readonly what: string
  readonly amount: number
}

/** A subject must take at most so many times what another takes in the same round. */
export interface RatioTarget {
  readonly subject: string
  readonly by: string
  readonly most: number
}

export interface Scenario {
  readonly id: string
  /** One sentence. */
  readonly what: string
  readonly unit: string
  /** CPU microseconds of an operation, by subject: the median must not be above. */
  readonly targets: Readonly<Record<string, number>>
  readonly ratios?: readonly RatioTarget[]
  /** The subject the others are compared with, in the same round. */
  readonly floor: string
  open(full: boolean): Promise<readonly Subject[]>
  /** Subjects that cannot be measured here, with the reason. */
  skipped?(): readonly string[]
}

export interface SubjectResult {
  readonly name: string
  readonly operations: number
  readonly wrong: number
  /** CPU microseconds of an operation, one a round: a neighbour on the machine does not slow them (performance.md 8.1). */
  readonly rounds: readonly number[]
  readonly median: number
  readonly min: number
  readonly max: number
  /** Median over the rounds of this subject's time by the floor's. */
  readonly ratio: number
  readonly target: number | null
  readonly isMet: boolean
  readonly weights: readonly Weight[]
}

export interface RatioResult extends RatioTarget {
  /** Median over the rounds; null when one of the two was not measured. */
  readonly ratio: number | null
  readonly isMet: boolean
}

export interface ScenarioResult {
  readonly id: string
  readonly what: string
  readonly unit: string
  readonly floor: string
  readonly full: boolean
  readonly subjects: readonly SubjectResult[]
  readonly ratios: readonly RatioResult[]
  readonly skipped: readonly string[]
  readonly isGood: boolean
}

const ROUNDS = 5
const WARM_UP = 0

/** A first round warms up and is not counted (performance.md 8.1). */
export async function runScenario(scenario: Scenario, full: boolean): Promise<ScenarioResult> {
  const { id, what, unit, floor } = scenario
  const subjects = await scenario.open(full)
  const taken = await takeRounds(subjects)
  const roundsOf = (name: string) => taken.find((each) => each.subject.name === name)?.rounds ?? []
  const results: SubjectResult[] = []
  for (const { subject, rounds, operations, wrong } of taken) {
    const { name } = subject
    const median = medianOf(rounds)
    const target = scenario.targets[name] ?? null
    const isMet = wrong === 0 && (target === null || median <= target)
    const ratio = ratioOf(rounds, roundsOf(floor))
    const spread = { median, min: Math.min(...rounds), max: Math.max(...rounds) }
    const weights = (await subject.weigh?.()) ?? []
    results.push({ name, operations, wrong, rounds, ...spread, ratio, target, isMet, weights })
  }
  const ratios = (scenario.ratios ?? []).map((target): RatioResult => {
    const pair = [roundsOf(target.subject), roundsOf(target.by)] as const
    const ratio = pair.some((rounds) => rounds.length === 0) ? null : ratioOf(...pair)
    return { ...target, ratio, isMet: ratio === null || ratio <= target.most }
  })
  const skipped = scenario.skipped?.() ?? []
  const isGood = [...results, ...ratios].every(({ isMet }) => isMet)
  return { id, what, unit, floor, full, subjects: results, ratios, skipped, isGood }
}

interface Taken {
  readonly subject: Subject
  readonly rounds: number[]
  operations: number
  wrong: number
}

async function takeRounds(subjects: readonly Subject[]): Promise<readonly Taken[]> {
  const taken = subjects.map((subject): Taken => ({ subject, rounds: [], operations: 0, wrong: 0 }))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const sum of taken) {
      const begun = process.cpuUsage()
      const { operations, wrong } = await sum.subject.run()
      const used = process.cpuUsage(begun)
      sum.wrong += wrong
      if (round === WARM_UP) continue
      sum.operations += operations
      sum.rounds.push((used.user + used.system) / operations)
    }
  }
  return taken
}
