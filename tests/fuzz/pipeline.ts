/** Many honest requests on one connection without waiting for an answer: each is answered, in order. */
import { connect } from 'node:net'
import { honestMessage } from './fuzz.ts'
import type { HonestWish } from './honest-sender.ts'

export interface Pipelined {
  readonly ids: readonly string[]
  /** In the order they came. */
  readonly statuses: readonly number[]
  readonly ms: number
}

/** Ends when all are answered or the desk cuts the line. */
export function pipeline({ port, door, sentAt }: HonestWish, count: number): Promise<Pipelined> {
  const messages = Array.from({ length: count }, () => honestMessage(door, sentAt))
  const requests = messages.map(({ target, body }) =>
    Buffer.concat([
      Buffer.from(`POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n`),
      body,
    ]),
  )
  const ids = messages.map(({ id }) => id)
  const begun = performance.now()
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.concat(requests)))
    let received = ''
    const statuses = () =>
      [...received.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, one]) => Number(one))
    socket.setEncoding('latin1').on('data', (text) => {
      received += text
      if (statuses().length === count && received.endsWith('\r\n\r\n')) socket.destroy()
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve({ ids, statuses: statuses(), ms: performance.now() - begun }))
  })
}
