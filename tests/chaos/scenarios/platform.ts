/** WeCom misbehaves: its answers, its silence, its tokens; and its callbacks come twice, late, in disorder or in floods. */
import type { Fault } from '../../../src/sandbox/platform/faults.ts'
import type { Scenario } from '../run-scenario.ts'
import type { Stage } from '../stage.ts'

const SENDS = ['/cgi-bin/kf/send_msg', '/cgi-bin/message/send'] as const

/** Each for some seconds, one after the other, then again. `wecom.md` 12.3. */
const ANSWERS: readonly (readonly [string, readonly Fault[]])[] = [
  ['502', [{ on: 'call', effect: 'status', value: 502, rate: 0.5 }]],
  ['system busy (-1)', [{ on: 'call', effect: 'errcode', value: -1, rate: 0.5 }]],
  ['45033', [{ on: 'call', effect: 'errcode', value: 45033, rate: 0.5 }]],
  ['a page of a gateway', [{ on: 'call', effect: 'garbled', rate: 0.3 }]],
  ['token killed', [{ on: 'call', effect: 'kill-token', count: 1 }]],
  ['line broken before', [{ on: 'call', effect: 'drop', rate: 0.3 }]],
  [
    'line broken after',
    SENDS.map((path) => ({ on: 'call', effect: 'drop-after', path, rate: 0.3 })),
  ],
  ['no answer before', [{ on: 'call', effect: 'timeout', value: 30_000, rate: 0.1 }]],
  [
    'no answer after',
    SENDS.map((path) => ({ on: 'call', effect: 'timeout-after', value: 30_000, path, rate: 0.1 })),
  ],
  ['slow answers', [{ on: 'call', effect: 'slow', value: 30_000, rate: 0.05 }]],
]
const LASTING_MS = 4_000
/** Between two: sometimes the next comes before the last is got over. */
const SHORTEST_GAP_MS = 500
const LONGEST_GAP_MS = 3_000

export const platformErrs: Scenario = {
  id: 'wecom-errors',
  what: '502, -1, 45033, garbage, dead tokens, broken and silent lines before and after the effect, slow answers',
  async run(stage, forMs) {
    await inTurn(stage, forMs, ANSWERS)
  },
}

export const platformLimits: Scenario = {
  id: 'wecom-limits',
  what: '45009, calls over the limit: that interface rests for a minute',
  run: (stage, forMs) =>
    stage.ledger.during(async () => {
      await disturb(stage, 'answers 45009', SENDS.map(limited))
      await stage.rest(Math.min(forMs, LASTING_MS))
      await stage.desk.platform().control.clearFaults()
      // The rest of a minute that the desk keeps (wecom.md 4.3).
      await stage.rest(65_000)
    }),
}

function limited(path: string): Fault {
  return { on: 'call', effect: 'errcode', value: 45009, path, count: 1 }
}

const CALLBACKS: readonly (readonly [string, readonly Fault[]])[] = [
  ['callbacks three times', [{ on: 'callback', effect: 'repeat', value: 3 }]],
  ['callbacks in reverse', [{ on: 'callback', effect: 'reverse', count: 6 }]],
  ['callbacks late', [{ on: 'callback', effect: 'delay', value: 4_000, rate: 0.3 }]],
  ['answers of callbacks lost', [{ on: 'callback', effect: 'unheard', value: 2, rate: 0.3 }]],
  ['pages again', [{ on: 'pull', effect: 'again', value: 10 }]],
  ['pages empty', [{ on: 'pull', effect: 'empty-page', rate: 0.3 }]],
  ['pings lost', [{ on: 'callback', effect: 'lose', kind: 'kf', rate: 0.3 }]],
]

export const callbacksAstray: Scenario = {
  id: 'callbacks',
  what: 'callbacks repeated, reversed, late, lost, and pages of messages that overlap or are empty',
  async run(stage, forMs) {
    await inTurn(stage, forMs, CALLBACKS)
  },
}

/** Every kind once, however short the time, and again while there is time. */
async function inTurn(
  stage: Stage,
  forMs: number,
  kinds: readonly (readonly [string, readonly Fault[]])[],
): Promise<void> {
  const { chance, ledger, rest, desk } = stage
  const endAt = performance.now() + forMs
  for (let at = 0; at < kinds.length || performance.now() < endAt; at++) {
    const [what, faults] = kinds[at % kinds.length] as (typeof kinds)[number]
    await ledger.during(async () => {
      await disturb(stage, what, faults)
      await rest(LASTING_MS)
      await desk.platform().control.clearFaults()
    })
    await rest(chance.between(SHORTEST_GAP_MS, LONGEST_GAP_MS))
  }
}

async function disturb(stage: Stage, what: string, faults: readonly Fault[]): Promise<void> {
  for (const fault of faults) await stage.desk.platform().control.addFault(fault)
  stage.ledger.count(what)
}
