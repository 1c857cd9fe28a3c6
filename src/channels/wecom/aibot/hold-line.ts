/** One long connection a bot, over all processes: a second one would throw the first out (wecom.md 10.2). */
import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../../../log.ts'
import type { LineEnd } from './line-client.ts'

/** Held until released, or until its own line to the database breaks. */
export interface Hold {
  readonly lost: AbortSignal
  release(): Promise<void>
}

export interface HoldDeps {
  /** Nothing while another process has it. */
  readonly tryHold: () => Promise<Hold | undefined>
  readonly serve: (stopping: AbortSignal) => Promise<LineEnd>
  readonly log: Log
  readonly stopping: AbortSignal
}

/** How often a process asks whether the place is free. */
const ASK_MS = 2_000
/** A refused secret is tried again after somebody had time to change it. */
const REFUSED_MS = 5 * 60_000

/** Serves whenever the place is ours, until told to stop. */
export async function holdLine(deps: HoldDeps): Promise<void> {
  const { log, stopping } = deps
  while (!stopping.aborted) {
    const hold = await deps.tryHold().catch((error: unknown) => {
      log.warn({ err: error }, 'the place of the bot’s connection could not be asked for')
      return undefined
    })
    if (!hold) await rest(ASK_MS, stopping)
    else await serveHeld(deps, hold).finally(() => hold.release())
  }
}

async function serveHeld({ serve, log, stopping }: HoldDeps, hold: Hold): Promise<void> {
  const until = AbortSignal.any([stopping, hold.lost])
  const end = await serve(until)
  if (end === 'kicked') {
    // Coming back would throw the other one out, and so on. The place stays ours, so that no other process tries.
    log.error({}, 'another program has connected as this AI bot; restart the desk to take it back')
    await untilAborted(until)
  }
  if (end === 'refused') {
    log.error({}, 'WECOM_AIBOT_ID and WECOM_AIBOT_SECRET are refused by the platform')
    await rest(REFUSED_MS, until)
  }
}

/** Ends early, and quietly, when told to stop. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined)
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
}
