/** `npm run bench -- scale`: a seeded year in several sizes, what is asked of it, against the targets. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Pool } from 'pg'
import { readWords } from '../../../src/conversation/words.ts'
import { startEmbeddedPostgres } from '../../../src/database/embedded-postgres.ts'
import { readRules } from '../../../src/desk/rules.ts'
import { cpuMs } from './cpu-time.ts'
import { drawCurve } from './curve.ts'
import { explained, listenTo } from './explain.ts'
import { openEstate } from './open-estate.ts'
import { estateOf } from './seed-places.ts'
import { type Asked, subjectsOf } from './subjects.ts'
import { type Subject, TARGET_TICKETS, TARGETS } from './targets.ts'

const ROUNDS = 5
const HEAD = `  ${'each, milliseconds'.padEnd(21)}${'CPU'.padStart(10)}${'spread'.padStart(18)}${'target'.padStart(9)}${'took'.padStart(11)}${'spread'.padStart(20)}${'found'.padStart(9)}`
const FLOWS = fileURLToPath(new URL('../../../flows', import.meta.url))

export interface Measured {
  readonly subject: Subject
  /** Milliseconds of one, by round: CPU time of both sides, and how long it took. */
  readonly cpu: Spread
  readonly took: Spread
  /** Rows, people, bytes: the same in every round, or the answer is wrong. */
  readonly found: number
  readonly isSame: boolean
  readonly target: number
  readonly isMet: boolean
}

interface Spread {
  readonly rounds: readonly number[]
  readonly median: number
  readonly min: number
  readonly max: number
}

export interface Size {
  readonly tickets: number
  readonly clocks: number
  readonly seedSeconds: number
  readonly bytes: number
  readonly measured: readonly Measured[]
}

export interface ScaleWish {
  readonly sizes: readonly number[]
  /** Where plans and the curve are kept; null: nowhere. */
  readonly folder: string | null
  print(line: string): void
}

/** Seeds, measures and drops one size after the other, on a server of its own that is gone afterwards. */
export async function scaleBench({ sizes, folder, print }: ScaleWish): Promise<readonly Size[]> {
  const home = await mkdtemp(join(tmpdir(), 'guanjia-scale-'))
  await chmod(home, 0o755)
  const server = await startEmbeddedPostgres(home)
  try {
    const done: Size[] = []
    for (const tickets of sizes) {
      done.push(await measureSize(server.url, tickets, { folder, print }))
      // After each: a run of hours that is broken off keeps what it knows.
      if (folder) await writeFile(join(folder, 'scale.svg'), drawCurve(done))
    }
    return done
  } finally {
    await server.stop()
    await rm(home, { recursive: true, force: true })
  }
}

async function measureSize(
  serverUrl: string,
  tickets: number,
  { folder, print }: Pick<ScaleWish, 'folder' | 'print'>,
): Promise<Size> {
  const rules = await readRules()
  const estate = await openEstate(serverUrl, tickets, rules)
  try {
    const { clocks, seedSeconds, bytes } = estate
    print(sizeLine(tickets, { clocks, seedSeconds, bytes }))
    print(HEAD)
    const listening = listenTo(estate.pool)
    const { rooms } = estateOf(tickets)
    const subjects = await subjectsOf(listening.db, { rules, words: await readWords(FLOWS), rooms })
    const measured: Measured[] = []
    for (const [subject, asked] of Object.entries(subjects) as [Subject, Asked][]) {
      listening.taken()
      const one = await measure(estate.pool, subject, asked)
      measured.push(one)
      print(lineOf(one))
      if (!folder) continue
      const plans = join(folder, 'plans', String(tickets))
      await mkdir(plans, { recursive: true })
      const text = await explained(estate.pool, listening.taken())
      await writeFile(join(plans, `${subject.replaceAll(/[^a-z]+/g, '-')}.txt`), text)
    }
    return { tickets, clocks, seedSeconds, bytes, measured }
  } finally {
    await estate.close()
  }
}

/** A first round warms up and is not counted (performance.md 8.1). */
async function measure(pool: Pool, subject: Subject, { times, run }: Asked): Promise<Measured> {
  const [cpu, took]: [number[], number[]] = [[], []]
  const answers = new Set<number>()
  for (let round = 0; round <= ROUNDS; round++) {
    const [used, begun] = [await cpuMs(pool), performance.now()]
    let found = 0
    for (let time = 0; time < times; time++) found += await run(time)
    const passed = (performance.now() - begun) / times
    answers.add(found)
    if (round === 0) continue
    took.push(passed)
    // Where nobody counts the CPU, the time that passed stands for it.
    const now = await cpuMs(pool)
    cpu.push(now === null || used === null ? passed : (now - used) / times)
  }
  const [found = 0] = answers
  const [target, isSame] = [TARGETS[subject], answers.size === 1]
  const [byCpu, byClock] = [spreadOf(cpu), spreadOf(took)]
  const isMet = byCpu.median <= target && found > 0 && isSame
  return { subject, cpu: byCpu, took: byClock, found, isSame, target, isMet }
}

function spreadOf(rounds: readonly number[]): Spread {
  const sorted = [...rounds].sort((a, b) => a - b)
  const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
  return { rounds, median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN }
}

function sizeLine(tickets: number, size: Pick<Size, 'clocks' | 'seedSeconds' | 'bytes'>): string {
  const { clocks, seedSeconds, bytes } = size
  const what = `${tickets.toLocaleString('en')} tickets, ${clocks.toLocaleString('en')} clocks`
  return `${what}: seeded in ${seedSeconds.toFixed(0)} s, ${(bytes / 1e6).toFixed(0)} MB`
}

function lineOf({ subject, cpu, took, target, isSame, isMet, found }: Measured): string {
  const range = ({ min, max }: Spread) => `${min.toFixed(1)}–${max.toFixed(1)}`
  const cells = [
    cpu.median.toFixed(1).padStart(10),
    range(cpu).padStart(18),
    `≤ ${target}`.padStart(9),
    took.median.toFixed(1).padStart(11),
    range(took).padStart(20),
    String(found).padStart(9),
  ]
  const verdict = isSame ? '  MISSED' : '  WRONG'
  return `  ${subject.padEnd(21)}${cells.join('')}${isMet ? '' : verdict}`
}

/** Sizes beyond the one the targets are for are shown, not judged. */
export function isGood(sizes: readonly Size[]): boolean {
  const judged = sizes.filter(({ tickets }) => tickets <= TARGET_TICKETS)
  return judged.every(({ measured }) => measured.every(({ isMet }) => isMet))
}
