/**
 * The platform's end of an AI bot's long connection, by the recorded frames of wecom.md 10.2 and none of our code:
 * one connection a bot, the first frame subscribes, replies repeat a request's id, streams end once.
 */
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

interface LineRequest {
  readonly cmd: string
  readonly headers: { readonly req_id: string }
  readonly body: Record<string, unknown>
}

export interface StandInLine {
  readonly url: string
  /** Frames of the desk, but for subscriptions and pings, in order. */
  readonly frames: LineRequest[]
  /** How often a connection subscribed with the right secret, and how often with a wrong one. */
  subscribed(): number
  refused(): number
  pings(): number
  isConnected(): boolean
  /** A member writes; answers the request's id. */
  says(msgid: string, body: object): string
  event(msgid: string, event: object, more?: object): string
  /** The newest text of a stream, and whether it is finished. */
  stream(id: string): { readonly content: string; readonly finish: boolean } | undefined
  streams(): readonly { readonly content: string; readonly finish: boolean }[]
  /** What the desk is answered instead of a yes, for frames of a command. */
  answer(cmd: string, errcode: number | 'silence' | null): void
  /** Cuts the connection as a broken network does. */
  cut(): void
  close(): Promise<void>
}

export interface LineSecrets {
  readonly botId: string
  readonly secret: string
}

interface Stream {
  content: string
  finish: boolean
}

const STREAM_BYTES = 20_480

export async function startStandInLine({ botId, secret }: LineSecrets): Promise<StandInLine> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  const frames: LineRequest[] = []
  const requests = new Set<string>()
  const streams = new Map<string, Stream>()
  const uploads = new Map<string, Buffer[]>()
  const answers = new Map<string, number | 'silence'>()
  const counts = { subscribed: 0, refused: 0, pings: 0, requests: 0 }
  let current: WebSocket | undefined

  const send = (socket: WebSocket | undefined, frame: object) => socket?.send(JSON.stringify(frame))
  const ack = (socket: WebSocket, reqId: string, errcode: number, body?: object) =>
    send(socket, {
      headers: { req_id: reqId },
      errcode,
      errmsg: errcode === 0 ? 'ok' : 'no',
      ...(body && { body }),
    })

  const subscribe = (socket: WebSocket, frame: LineRequest) => {
    const isRight = frame.body['bot_id'] === botId && frame.body['secret'] === secret
    if (!isRight) {
      counts.refused++
      return ack(socket, frame.headers.req_id, 40001)
    }
    if (current && current !== socket) {
      push(current, 'aibot_event_callback', {
        msgid: 'kick',
        msgtype: 'event',
        event: { eventtype: 'disconnected_event' },
      })
      current.close()
    }
    current = socket
    counts.subscribed++
    ack(socket, frame.headers.req_id, 0)
  }
  const push = (socket: WebSocket | undefined, cmd: string, body: object): string => {
    const reqId = `req-${++counts.requests}`
    requests.add(reqId)
    send(socket, { cmd, headers: { req_id: reqId }, body })
    return reqId
  }
  const respond = (frame: LineRequest): number => {
    if (!requests.has(frame.headers.req_id)) return 846605
    const stream = frame.body['stream'] as (Stream & { id: string }) | undefined
    if (frame.body['msgtype'] !== 'stream' || !stream?.id) return 40008
    if (streams.get(stream.id)?.finish) return 846608
    if (Buffer.byteLength(stream.content) > STREAM_BYTES) return 45002
    streams.set(stream.id, { content: stream.content, finish: stream.finish === true })
    return 0
  }
  const upload = (socket: WebSocket, frame: LineRequest) => {
    const { body, headers } = frame
    const id = String(body['upload_id'] ?? `up-${uploads.size + 1}`)
    if (frame.cmd.endsWith('_init')) uploads.set(id, [])
    else if (!uploads.has(id)) return ack(socket, headers.req_id, 40007)
    if (frame.cmd.endsWith('_chunk'))
      uploads.get(id)?.push(Buffer.from(String(body['base64_data']), 'base64'))
    const done = { type: 'image', media_id: `media-${id}`, created_at: '1' }
    ack(socket, headers.req_id, 0, frame.cmd.endsWith('_finish') ? done : { upload_id: id })
  }
  const serve = (socket: WebSocket, frame: LineRequest) => {
    if (frame.cmd === 'aibot_subscribe') return subscribe(socket, frame)
    if (socket !== current) return ack(socket, frame.headers.req_id, 40001)
    if (frame.cmd === 'ping') {
      counts.pings++
      return ack(socket, frame.headers.req_id, 0)
    }
    frames.push(frame)
    const told = answers.get(frame.cmd)
    if (told === undefined) take(socket, frame)
    else if (told !== 'silence') ack(socket, frame.headers.req_id, told)
  }
  const take = (socket: WebSocket, frame: LineRequest) => {
    if (frame.cmd.startsWith('aibot_upload_media')) return upload(socket, frame)
    ack(socket, frame.headers.req_id, frame.cmd === 'aibot_respond_msg' ? respond(frame) : 0)
  }
  server.on('connection', (socket) => {
    socket.on('message', (data) => serve(socket, JSON.parse(String(data)) as LineRequest))
    socket.on('close', () => {
      if (current === socket) current = undefined
    })
  })

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    frames,
    subscribed: () => counts.subscribed,
    refused: () => counts.refused,
    pings: () => counts.pings,
    isConnected: () => current !== undefined,
    says: (msgid, body) =>
      push(current, 'aibot_msg_callback', {
        msgid,
        aibotid: botId,
        chattype: 'single',
        from: { userid: 'lisi' },
        ...body,
      }),
    event: (msgid, event, more = {}) =>
      push(current, 'aibot_event_callback', {
        msgid,
        aibotid: botId,
        chattype: 'single',
        from: { userid: 'lisi' },
        msgtype: 'event',
        event,
        ...more,
      }),
    stream: (id) => streams.get(id),
    streams: () => [...streams.values()],
    answer(cmd, errcode) {
      if (errcode === null) answers.delete(cmd)
      else answers.set(cmd, errcode)
    },
    cut: () => current?.terminate(),
    close: () =>
      new Promise((resolve) => {
        for (const socket of server.clients) socket.terminate()
        server.close(() => resolve())
      }),
  }
}
