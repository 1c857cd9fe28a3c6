/** The desk's side of the sandbox on a real port, in front of a platform in the test process. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import helmet from 'helmet'
import { openLog } from '../../../src/log.ts'
import type { DeskPending } from '../../../src/sandbox/idle.ts'
import { openSandbox } from '../../../src/sandbox/open-sandbox.ts'
import { type DeskDouble, openDeskDouble } from './desk-double.ts'
import { CORP, openTestPlatform, PEOPLE, type TestPlatform } from './test-platform.ts'

export interface TestSandbox {
  readonly platform: TestPlatform
  readonly desk: DeskDouble
  /** Where /sandbox is mounted, without a slash at the end. */
  readonly url: string
  /** The desk's clock and timers; what is due at or before the time it is set to is passed. */
  readonly time: { now: number; due: number[]; pending: DeskPending }
  close(): Promise<void>
}

export const START = Date.parse('2026-11-23T01:00:00Z')

export async function openTestSandbox(people: object = PEOPLE): Promise<TestSandbox> {
  const platform = await openTestPlatform({ people })
  const desk = await openDeskDouble(CORP)
  const time: TestSandbox['time'] = { now: START, due: [], pending: { count: 0, what: [] } }
  const sandbox = openSandbox({
    control: platform.control,
    corp: CORP,
    people,
    time: {
      now: () => new Date(time.now),
      nextDueAt: async (before) => {
        const next = time.due.find((at) => at <= before.getTime())
        return next === undefined ? null : new Date(next)
      },
      set: async (at) => {
        time.now = at.getTime()
        time.due = time.due.filter((each) => each > time.now)
      },
    },
    pending: async () => time.pending,
    stopping: new AbortController().signal,
    consoleLink: (memberId) => `http://127.0.0.1/login/link/${memberId}`,
    hints: ['厨房漏水', '查物业费'],
    log: openLog('silent'),
  })
  const app = express().use(helmet()).use('/sandbox', sandbox.router)
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await sandbox.connect(desk.url)
  return {
    platform,
    desk,
    time,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sandbox`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await platform.close()
      await desk.close()
    },
  }
}
