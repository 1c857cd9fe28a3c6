/** Holds connections whose requests are not whole: the slow are let go, and of a crowd those who have waited longest. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface SenderLimits {
  /** Everybody is looked at so often; in a crowd, who has waited for a whole turn may be let go. */
  readonly turnMs: number
  /** More than so many who have not yet said whole what they want are a crowd. */
  readonly mostWaiting: number
  /** With more than so many connections nobody is waited for. */
  readonly mostOpen: number
  /** Letting go takes time as well: whoever is honest comes in between. */
  readonly atOnce: number
  /** A body brings so many bytes in so many turns, or its sender is gone. */
  readonly slowTurns: number
  readonly slowBytes: number
}

/** An honest request comes whole within a turn, so a crowd takes nobody's place. */
export const SENDER_LIMITS: SenderLimits = {
  turnMs: 250,
  mostWaiting: 1000,
  mostOpen: 4000,
  atOnce: 1000,
  // A kilobyte a second: less than the slowest telephone line brings.
  slowTurns: 32,
  slowBytes: 8 * 1024,
}

interface Sender {
  /** The last one; null before the first. */
  request: IncomingMessage | null
  isAnswered: boolean
  turns: number
  bytesBefore: number
}

/** Answers everybody who is connected. */
export function watchSenders(server: Server, limits = SENDER_LIMITS): () => readonly Socket[] {
  const open = new Map<Socket, Sender>()
  server.on('connection', (socket) => {
    open.set(socket, { request: null, isAnswered: false, turns: 0, bytesBefore: 0 })
    socket.once('close', () => open.delete(socket))
    if (open.size > limits.mostOpen) letGo(open, limits.mostOpen, { ...limits, turns: 0 })
  })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request
    if (!open.has(socket)) return
    const begun = { request, isAnswered: false, turns: 0, bytesBefore: socket.bytesRead }
    open.set(socket, begun)
    response.once('close', () => {
      if (open.get(socket) !== begun) return
      // Last in the row: it only begins to wait for the next.
      open.delete(socket)
      if (!socket.destroyed) open.set(socket, { ...begun, isAnswered: true, turns: 0 })
    })
  })
  const turn = () => {
    letGoOfSlow(open, limits)
    letGo(open, limits.mostWaiting, { ...limits, turns: 2 })
  }
  // What has come while the process was busy is read first.
  const bell = setInterval(() => setImmediate(turn), limits.turnMs).unref()
  server.once('close', () => clearInterval(bell))
  return () => [...open.keys()]
}

const isWhole = ({ request }: Sender) => request?.complete === true
const isWaiting = (sender: Sender) => sender.isAnswered || !isWhole(sender)

/** Only whoever is listened to: a body nobody reads yet stands still through no fault of its sender. */
function letGoOfSlow(
  open: ReadonlyMap<Socket, Sender>,
  { slowTurns, slowBytes }: SenderLimits,
): void {
  for (const [socket, sender] of open) {
    sender.turns += 1
    if (isWhole(sender) || !sender.request?.readableFlowing) continue
    if (sender.turns % slowTurns !== 0) continue
    if (socket.bytesRead - sender.bytesBefore < slowBytes) socket.destroy()
    sender.bytesBefore = socket.bytesRead
  }
}

/** Of those who wait, the longest first. */
function letGo(
  open: Map<Socket, Sender>,
  most: number,
  { turns, atOnce }: { readonly turns: number; readonly atOnce: number },
): void {
  if (open.size <= most) return
  const waiting = [...open].filter(([, sender]) => isWaiting(sender))
  const surplus = waiting.slice(0, Math.max(0, waiting.length - most))
  const tired = surplus.filter(([, sender]) => sender.turns >= turns)
  for (const [socket] of tired.slice(0, atOnce)) {
    open.delete(socket)
    socket.destroy()
  }
}
