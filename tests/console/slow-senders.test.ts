/** Connections that hold a place without saying what they want: the slow go, a crowd goes, and whoever is honest is answered. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { SENDER_LIMITS, type SenderLimits, watchSenders } from '../../src/console/slow-senders.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const FEW: SenderLimits = { ...SENDER_LIMITS, turnMs: 10, mostWaiting: 5, mostOpen: 100 }
const SLOW_BODY = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n<xml>'
const ANSWER = 'HTTP/1.1 200 OK'

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** Reads what it is sent, and answers when it has all of it. */
const readAll: Handler = (request, response) => {
  request.on('error', () => undefined)
  request.on('end', () => response.end('ok')).resume()
}

async function serve(limits: SenderLimits, handle: Handler) {
  const server = createServer(handle)
  const connected = watchSenders(server, limits)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return { port: (server.address() as AddressInfo).port, connected }
}

interface Caller {
  readonly socket: Socket
  readonly closed: Promise<unknown>
  /** What was answered first. */
  readonly answered: Promise<string>
}

function call(port: number, says: string | null): Promise<Caller> {
  const socket = connect(port, '127.0.0.1')
  ends.push(() => socket.destroy())
  const closed = new Promise((resolve) =>
    socket.on('error', () => undefined).once('close', resolve),
  )
  const answered = new Promise<string>((resolve) =>
    socket.once('data', (text) => resolve(String(text))),
  )
  if (says !== null) socket.write(says)
  return new Promise((resolve) =>
    socket.once('connect', () => resolve({ socket, closed, answered })),
  )
}

const callers = (count: number, port: number, says: string | null) =>
  Promise.all(Array.from({ length: count }, () => call(port, says)))
const ask = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'

test.each([
  ['say nothing', null],
  ['begin a head', 'POST / HTTP/1.1\r\nHost: x\r\nX-A: '],
  ['begin a body', SLOW_BODY],
])(
  'of a crowd who %s those go who came first, and an honest one is answered',
  async (_what, says) => {
    const { port } = await serve(FEW, readAll)
    const crowd = await callers(20, port, says)
    await Promise.all(crowd.slice(0, 15).map(({ closed }) => closed))
    expect(crowd.filter(({ socket }) => !socket.destroyed)).toHaveLength(5)
    const honest = await call(port, ask)
    expect(await honest.answered).toContain(ANSWER)
  },
)

test('whoever waits for an answer is no crowd', async () => {
  const waiting: ServerResponse[] = []
  const { port } = await serve(FEW, (_request, response) => void waiting.push(response))
  const asked = await callers(10, port, ask)
  const silent = await callers(20, port, null)
  await Promise.all(silent.slice(0, 15).map(({ closed }) => closed))
  for (const response of waiting) response.end('ok')
  for (const { answered } of asked) expect(await answered).toContain(ANSWER)
})

test('who has been answered and asks nothing more waits from then on', async () => {
  const { port } = await serve(FEW, readAll)
  const early = await call(port, ask)
  await early.answered
  const crowd = await callers(5, port, null)
  await early.closed
  expect(crowd.filter(({ socket }) => socket.destroyed)).toEqual([])
})

test('with too many connections nobody is waited for', async () => {
  const { port } = await serve({ ...FEW, turnMs: 3_600_000, mostOpen: 10 }, readAll)
  const crowd = await callers(30, port, null)
  await Promise.all(crowd.slice(0, 20).map(({ closed }) => closed))
  expect(await (await call(port, ask)).answered).toContain(ANSWER)
})

test('a body that hardly comes is waited for no longer, one that goes on is', async () => {
  const { port } = await serve({ ...FEW, slowTurns: 20, slowBytes: 100 }, readAll)
  const slow = await call(port, SLOW_BODY)
  const steady = await call(port, SLOW_BODY)
  let left = 60_000 - '<xml>'.length
  const goOn = setInterval(() => {
    steady.socket.write('x'.repeat(Math.min(left, 300)))
    left -= Math.min(left, 300)
  }, 5)
  ends.push(() => clearInterval(goOn))
  await slow.closed
  expect(await steady.answered).toContain(ANSWER)
})

test('a body nobody has begun to read is not held against its sender', async () => {
  let begin = () => {}
  const { port } = await serve({ ...FEW, slowTurns: 1 }, (request, response) => {
    if (request.url === '/') readAll(request, response)
    else begin = () => readAll(request, response)
  })
  const unread = await call(port, 'POST /later HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n')
  const slow = await call(port, SLOW_BODY)
  await slow.closed
  begin()
  unread.socket.write('hello')
  expect(await unread.answered).toContain(ANSWER)
})

test('those who go are forgotten', async () => {
  const { port, connected } = await serve(FEW, readAll)
  const one = await call(port, ask)
  await one.answered
  expect(connected()).toHaveLength(1)
  one.socket.destroy()
  // Answered: so the server has noticed that the one before is gone.
  await (await call(port, ask)).answered
  expect(connected()).toHaveLength(1)
})
