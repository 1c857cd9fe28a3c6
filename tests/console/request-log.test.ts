/** What a failed request leaves in the log: its door, and nothing by which somebody could walk through it. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Router } from 'express'
import { expect, test } from 'vitest'
import { expressApp } from '../../src/console/http-server.ts'
import { openLog } from '../../src/log.ts'

test('of a page that broke the log names the door, no session, no link and nobody who was searched for', async () => {
  const lines: string[] = []
  const log = openLog('trace', { write: (line) => lines.push(line) })
  const broken = Router().use(() => {
    throw new Error('the database is away')
  })
  const server = createServer(expressApp({ log, routes: [['/login', broken]], trustProxy: null }))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/login/link/once-only?q=%E5%BC%A0%E4%BC%9F`, {
    headers: { cookie: 'guanjia_staff=a-live-session', referer: 'http://desk.test/o/once-only' },
  })
  server.close()
  expect(answer.status).toBe(500)
  const told = lines.join('')
  expect(told).toContain('the database is away')
  expect(told).toContain('"door":"/login"')
  for (const theirs of ['a-live-session', 'once-only', '%E5%BC%A0'])
    expect(told).not.toContain(theirs)
})
