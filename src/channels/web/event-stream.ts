/** One open page as server-sent events (WHATWG HTML 9.2): messages with their place as id, and who is writing. */
import type { ServerResponse } from 'node:http'
import type { LoggedMessage } from './message-log.ts'
import type { OpenPage } from './page-hub.ts'

export interface EventStream {
  readonly listener: Pick<OpenPage, 'message' | 'writing'>
  readonly end: () => void
}

/** A browser comes back after this time. */
const RETRY_MS = 1500
/** A page that reads nothing for so long is gone. */
const MOST_UNREAD_BYTES = 1024 * 1024

export function eventsOf(response: ServerResponse, heartbeatMs: number): EventStream {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // Proxies that gather an answer before they pass it on would gather for ever.
    'x-accel-buffering': 'no',
  })
  const write = (text: string) => {
    if (response.writableEnded || response.destroyed) return
    if (response.writableLength > MOST_UNREAD_BYTES) response.destroy()
    else response.write(text)
  }
  write(`retry: ${RETRY_MS}\n\n`)
  const heartbeat = setInterval(() => write(': here\n\n'), heartbeatMs)
  return {
    listener: {
      message: (message) =>
        write(`id: ${message.place}\nevent: message\ndata: ${JSON.stringify(onPage(message))}\n\n`),
      writing: (is) => write(`event: writing\ndata: ${is}\n\n`),
    },
    end: () => {
      clearInterval(heartbeat)
      response.end()
    },
  }
}

/** The page knows its own messages by the id it gave them. */
function onPage({ place, key, author, content, at }: LoggedMessage) {
  const id = author === 'visitor' ? key.slice(key.lastIndexOf('/') + 1) : `d${place}`
  return { place, id, author, content, at }
}
