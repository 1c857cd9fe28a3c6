/** The platform's own client of the long connection, told to be quiet and to come back (wecom.md 10.2; path/101463). */
import { WSClient, type WsFrame } from '@wecom/aibot-node-sdk'
import type { Log } from '../../../log.ts'

export type LineClient = WSClient
export type LineFrame = WsFrame

export interface LineSettings {
  readonly botId: string
  readonly secret: string
  /** Null: the official address. */
  readonly url: string | null
  /** Pause before the first try to come back; it doubles with each. */
  readonly reconnectMs?: number
}

/** How one connection ended, as far as it matters who tries again and when. */
export type LineEnd = 'stopped' | 'kicked' | 'refused'

export interface LineEvents {
  readonly ready: (client: LineClient) => void
  readonly lost: () => void
  readonly frame: (client: LineClient, frame: LineFrame) => void
}

/** A secret that is refused so often will not be right at the next try (path/101463). */
const MOST_REFUSALS = 5
const RECONNECT_MS = 1000

/** Serves until told to stop, until another connection takes the place, or until the secret is refused for good. */
export function serveLine(
  settings: LineSettings,
  events: LineEvents,
  { log, stopping }: { readonly log: Log; readonly stopping: AbortSignal },
): Promise<LineEnd> {
  const client = new WSClient({
    botId: settings.botId,
    secret: settings.secret,
    ...(settings.url && { wsUrl: settings.url }),
    reconnectInterval: settings.reconnectMs ?? RECONNECT_MS,
    // Cut lines come back for ever; being thrown out does not (events below).
    maxReconnectAttempts: -1,
    maxAuthFailureAttempts: MOST_REFUSALS,
    logger: quietly(log),
  })
  return new Promise((resolve) => {
    const end = (how: LineEnd) => {
      stopping.removeEventListener('abort', onStop)
      events.lost()
      client.disconnect()
      resolve(how)
    }
    const onStop = () => end('stopped')
    stopping.addEventListener('abort', onStop, { once: true })
    client.on('authenticated', () => events.ready(client))
    client.on('disconnected', () => events.lost())
    client.on('message', (frame: LineFrame) => events.frame(client, frame))
    client.on('event', (frame: LineFrame) => events.frame(client, frame))
    client.on('event.disconnected_event', () => end('kicked'))
    client.on('error', (error: Error & { code?: string }) => {
      if (error.code === 'WS_AUTH_FAILURE_EXHAUSTED') end('refused')
    })
    if (stopping.aborted) end('stopped')
    else client.connect()
  })
}

/** The client's own lines hold frames, and so people's words: only their first words are kept. */
function quietly(log: Log) {
  const keep = (level: 'debug' | 'warn') => (message: string) => {
    log[level]({ line: message.slice(0, 160) }, 'the bot’s long connection')
  }
  return { debug: () => undefined, info: keep('debug'), warn: keep('warn'), error: keep('warn') }
}
