/** Carries out one attack and weighs what it cost the desk. */
import { connect } from 'node:net'
import type { Attack } from './attacks.ts'
import { cpuMs } from './process-state.ts'

export interface Suffered {
  readonly name: string
  /** 0 when the connection was cut without an answer. */
  readonly status: number
  /** All of the answer after the status line but its date. */
  readonly answer: string
  /** CPU milliseconds, in steps of ten. */
  readonly cpuMs: number
  /** How much the desk let us send. */
  readonly sentBytes: number
}

const PIECE = 64 * 1024

/** Sends until the desk answers, cuts the line or takes no more, and waits for its answer. */
export async function carryOut(
  { name, target, body, headers }: Attack,
  desk: { readonly port: number; readonly pid: number },
): Promise<Suffered> {
  const before = cpuMs(desk.pid)
  const lines = Object.entries(headers ?? {}).map(([key, value]) => `${key}: ${value}\r\n`)
  const head = `POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n${lines.join('')}\r\n`
  const { received, sentBytes } = await exchange(desk.port, head, body)
  const [line = '', ...rest] = received.split('\r\n')
  return {
    name,
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0),
    answer: rest.filter((each) => !/^date:/i.test(each)).join('\n'),
    cpuMs: cpuMs(desk.pid) - before,
    sentBytes,
  }
}

function exchange(port: number, head: string, body: Buffer) {
  return new Promise<{ received: string; sentBytes: number }>((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    let [received, at] = ['', 0]
    const end = () => {
      const sentBytes = Math.max(0, Math.min(at, socket.bytesWritten - head.length))
      socket.destroy()
      resolve({ received, sentBytes })
    }
    const pump = () => {
      while (at < body.length && !socket.destroyed) {
        const goesOn = socket.write(body.subarray(at, at + PIECE))
        at += PIECE
        if (!goesOn) return
      }
    }
    socket.setEncoding('latin1')
    socket.on('connect', () => {
      socket.write(head, 'latin1')
      pump()
    })
    socket.on('drain', pump)
    socket.on('data', (text) => {
      received += text
      if (received.includes('\r\n\r\n')) end()
    })
    socket.on('error', () => undefined)
    socket.on('close', end)
  })
}
