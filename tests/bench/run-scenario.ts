/** Runs a scenario's subjects in turns, so that what else the machine does hits all of them alike. */

/** One thing that is measured: does its work once and says how much it was. */
export interface Subject {
  readonly name: string
  /** How many operations were done, and how many of their answers were wrong. */
  run(): Promise<{ readonly operations: number; readonly wrong: number }>
}

export interface Scenario {
  readonly id: string
  /** One sentence. */
  readonly what: string
  readonly unit: string
  /** CPU microseconds of an operation, by subject: the median must not be above. */
  readonly targets: Readonly<Record<string, number>>
  /** The subject the others are compared with, in the same round. */
  readonly floor: string
  open(full: boolean): Promise<readonly Subject[]>
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
}

export interface ScenarioResult {
  readonly id: string
  readonly what: string
  readonly unit: string
  readonly floor: string
  readonly full: boolean
  readonly subjects: readonly SubjectResult[]
  readonly isGood: boolean
}

const ROUNDS = 5
const WARM_UP = 0

/** A first round warms up and is not counted (performance.md 8.1). */
export async function runScenario(scenario: Scenario, full: boolean): Promise<ScenarioResult> {
  const { id, what, unit, floor } = scenario
  const subjects = await scenario.open(full)
  const taken = subjects.map(() => ({ rounds: [] as number[], operations: 0, wrong: 0 }))
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [at, subject] of subjects.entries()) {
      const begun = process.cpuUsage()
      const { operations, wrong } = await subject.run()
      const used = process.cpuUsage(begun)
      const micros = (used.user + used.system) / operations
      const sum = taken[at]
      if (!sum) continue
      sum.wrong += wrong
      if (round === WARM_UP) continue
      sum.operations += operations
      sum.rounds.push(micros)
    }
  }
  const base = taken[subjects.findIndex(({ name }) => name === floor)]?.rounds ?? []
  const results = subjects.map(({ name }, at): SubjectResult => {
    const { rounds = [], operations = 0, wrong = 0 } = taken[at] ?? {}
    const median = medianOf(rounds)
    const target = scenario.targets[name] ?? null
    const isMet = wrong === 0 && (target === null || median <= target)
    const ratio = medianOf(rounds.map((micros, round) => micros / (base[round] ?? Number.NaN)))
    const spread = { median, min: Math.min(...rounds), max: Math.max(...rounds) }
    return { name, operations, wrong, rounds, ...spread, ratio, target, isMet }
  })
  const isGood = results.every(({ isMet }) => isMet)
  return { id, what, unit, floor, full, subjects: results, isGood }
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
