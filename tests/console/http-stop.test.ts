/** A server that is told to stop lets answers under way finish, and waits for nobody who has not asked anything. */
import { connect } from 'node:net'
import { Router } from 'express'
import { expect, test } from 'vitest'
import { type HttpServer, startHttp } from '../../src/console/http-server.ts'
import { openLog } from '../../src/log.ts'

/** Node by itself would hold such a connection for a minute. */
const SOON = { timeout: 20_000 }

async function serve(router: Router): Promise<HttpServer> {
  return await startHttp({
    ...{ port: 0, host: '127.0.0.1', trustProxy: null },
    log: openLog('silent', { write: () => undefined }),
    callback: async () => false,
    routes: [['/', router]],
  })
}

test('a connection opened in advance holds nothing up, and is closed', SOON, async () => {
  const http = await serve(Router())
  const waiting = connect(http.port, '127.0.0.1')
  const isClosed = new Promise((resolve) => waiting.once('close', resolve))
  await new Promise((resolve) => waiting.once('connect', resolve))
  // Answered: so the server has taken the one before as well.
  expect((await fetch(`http://127.0.0.1:${http.port}/`)).status).toBe(404)
  await http.stop()
  await isClosed
})

test('an answer under way is finished, and the connection is used no more', SOON, async () => {
  let answer = () => {}
  const isAsked = new Promise<void>((asked) => {
    answer = asked
  })
  let finish = () => {}
  const slow = Router().get('/slow', (_request, response) => {
    finish = () => void response.send('完成')
    answer()
  })
  const http = await serve(slow)
  const asking = fetch(`http://127.0.0.1:${http.port}/slow`)
  await isAsked
  const stopped = http.stop()
  finish()
  expect(await (await asking).text()).toBe('完成')
  await stopped
  await expect(fetch(`http://127.0.0.1:${http.port}/slow`)).rejects.toThrow()
})
