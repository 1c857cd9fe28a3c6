/** Processes end at any moment: killed, asked to stop, killed while they start. */
import type { Part } from '../processes.ts'
import type { Scenario, Wish } from '../run-scenario.ts'
import type { Stage } from '../stage.ts'

const VICTIMS: readonly (readonly Part[])[] = [
  ['web'],
  ['worker-1'],
  ['worker-1', 'worker-2'],
  ['web', 'worker-1', 'worker-2'],
]

/** Between two kills: long enough that the desk works on, short enough that it never rests. */
const LONGEST_GAP_MS = 1_500

/** Until the time is over, and so many processes have ended. */
async function killUntil(
  stage: Stage,
  { forMs, kills }: Pick<Wish, 'forMs' | 'kills'>,
  kill: (victims: readonly Part[]) => Promise<void>,
): Promise<void> {
  const { chance, ledger, rest } = stage
  const endAt = performance.now() + forMs
  for (let ended = 0; ; ) {
    await rest(chance.between(0, LONGEST_GAP_MS))
    const victims = VICTIMS[chance.between(0, VICTIMS.length - 1)] as readonly Part[]
    await ledger.during(() => kill(victims))
    ledger.count(`ends of ${victims.map((part) => part.split('-')[0]).join('+')}`)
    ended += victims.length
    if (performance.now() >= endAt && ended >= kills) return
  }
}

export const kill: Scenario = {
  id: 'kill',
  what: 'SIGKILL of web, of a worker, of both, of all at random moments, also while they start',
  run: (stage, _forMs, wish) =>
    killUntil(stage, wish, (victims) =>
      stage.chance.fraction() < 0.2
        ? stage.processes.killStarting(victims, stage.chance.between(50, 2_000))
        : stage.processes.bounce(victims, 'SIGKILL'),
    ),
}

export const killWithRedis: Scenario = { ...kill, id: 'kill-redis-queue', withRedis: true }

export const term: Scenario = {
  id: 'term',
  what: 'SIGTERM of the same parts under load',
  run: (stage, _forMs, wish) =>
    killUntil(stage, wish, (victims) => stage.processes.bounce(victims, 'SIGTERM')),
}
