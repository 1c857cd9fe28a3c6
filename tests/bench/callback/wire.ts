/** One kept-alive connection of the load client: requests go out as bytes, of an answer the status is read. */
import { connect, type Socket } from 'node:net'

export interface Wire {
  /** Resolves with the status; 0 when the connection broke before the answer was whole. One request at a time. */
  send(request: string | Buffer): Promise<number>
  isOpen(): boolean
  close(): void
}

/** Resolves when it is connected, fails when nobody listens. */
export function openWire(port: number): Promise<Wire> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(wireOn(socket))
    })
  })
}

function wireOn(socket: Socket): Wire {
  let received = ''
  let answered: ((status: number) => void) | null = null
  const answer = (status: number) => {
    const tell = answered
    answered = null
    received = ''
    tell?.(status)
  }
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    received += chunk
    const status = statusOf(received)
    if (status !== null) answer(status)
  })
  // "close" follows.
  socket.on('error', () => undefined)
  socket.on('close', () => answer(0))
  return {
    isOpen: () => !socket.destroyed,
    close: () => socket.destroy(),
    send(request) {
      return new Promise((resolve) => {
        answered = resolve
        if (socket.destroyed) answer(0)
        else socket.write(request)
      })
    },
  }
}

const HEAD_END = '\r\n\r\n'

/** Null while the answer is not whole. */
function statusOf(received: string): number | null {
  const end = received.indexOf(HEAD_END)
  if (end === -1) return null
  const head = received.slice(0, end)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  const isWhole = length
    ? received.length >= end + HEAD_END.length + Number(length)
    : !/\r\ntransfer-encoding: *chunked/i.test(head) || received.endsWith('\r\n0\r\n\r\n')
  return isWhole ? Number(head.slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length)) : null
}
