/** The whole AI bot of one company in long-connection mode: what it hears is kept, what is said goes back on the line. */
import { setTimeout as pause } from 'node:timers/promises'
import type { Channel } from '../../channel.ts'
import { beginExchange } from './exchanges.ts'
import { type Hold, holdLine } from './hold-line.ts'
import { type LineClient, type LineFrame, type LineSettings, serveLine } from './line-client.ts'
import type { AibotDeps } from './open-aibot.ts'
import { parseAibot } from './parse-aibot.ts'
import { lineChannel } from './send-line.ts'

export interface BotLineDeps extends AibotDeps {
  /** Nothing while another process has the connection. */
  readonly tryHold: () => Promise<Hold | undefined>
}

export interface BotLine {
  readonly channel: Channel
  /** Connects whenever no other process has, until told to stop. */
  run(stopping: AbortSignal): Promise<void>
}

/** The platform sends a frame once: what the database refuses is tried again while it is remembered. */
const KEEP_PAUSES_MS = [200, 1000, 3000, 10_000, 30_000]

export function openBotLine(deps: BotLineDeps, settings: LineSettings): BotLine {
  let ready: LineClient | null = null
  const events = {
    ready: (client: LineClient) => {
      ready = client
    },
    lost: () => {
      ready = null
    },
    frame: (client: LineClient, frame: LineFrame) => {
      void hear(deps, client, frame).catch((error: unknown) =>
        deps.log.error({ err: error }, 'what a member said to the bot could not be kept'),
      )
    },
  }
  const { log, tryHold } = deps
  return {
    channel: lineChannel({ ...deps, client: () => ready }),
    run: (stopping) =>
      holdLine({
        ...{ tryHold, log, stopping },
        serve: (until) => serveLine(settings, events, { log, stopping: until }),
      }),
  }
}

async function hear(deps: BotLineDeps, client: LineClient, frame: LineFrame): Promise<void> {
  const plaintext = Buffer.from(JSON.stringify(frame.body))
  const reqId = frame.headers.req_id
  const { corpId, botId, clock, media } = deps
  const context = { corpId, botId, now: clock.now(), mediaId: media.handleOf }
  const delivery = parseAibot(plaintext, context, reqId)
  deps.tally.add(`aibot ${delivery.kind}`)
  switch (delivery.kind) {
    case 'asked': {
      // First where the answer goes: a turn may be quick.
      await patiently(() => beginExchange(deps, delivery.asked, reqId))
      return patiently(() => deps.keep(delivery.incoming))
    }
    case 'clicked':
      return patiently(() => deps.keep(delivery.incoming))
    case 'welcome':
      await client.replyWelcome(frame, { msgtype: 'text', text: { content: deps.words.welcome } })
      return
    case 'poll':
    case 'kicked':
    case 'ignored':
      return
  }
}

async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const ms of KEEP_PAUSES_MS) {
    try {
      return await work()
    } catch {
      await pause(ms)
    }
  }
  return work()
}
