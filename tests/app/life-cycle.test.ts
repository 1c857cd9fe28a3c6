import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { changedCopy, NO_BURSTS, SHORT_CLAIMS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import type { DeskProcess } from '../support/app/desk-process.ts'
import { forgetDead, type Gate, placeGates, withGates } from '../support/app/gates.ts'
import { endOf, isRunning, withOwnDesk } from '../support/app/own-desk.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { backends } from '../support/backends.ts'
import { until } from '../support/until.ts'

const OTHERS = ['zhang-wei', 'chen-jing', 'wang-lei']
const OWNERS = ['li-na', ...OTHERS]

describe('a desk that is told to stop', PATIENCE, () => {
  test('while it still starts, leaves no database server behind', () =>
    withOwnDesk({}, async (desk) => {
      const starting = await desk.launch()
      await until('its database server runs', () => desk.serverPid() !== undefined)
      starting.signal('SIGTERM')
      expect((await endOf(starting)).code).toBe(0)
      expect(desk.serverPid()).toBeUndefined()
    }))

  test('finishes what is in hand, stops all it started, and loses nothing', () =>
    withOwnDesk({}, async (desk) => {
      const process = await desk.start()
      const platform = desk.platform()
      const server = desk.serverPid()
      expect(server).toBeDefined()
      const said = new Map(OWNERS.map((owner) => [owner, 0]))
      const writeOn = async (owner: string) => {
        for (let n = 0; process.isAlive(); n++) {
          const isTaken = await desk.says(owner, `厨房漏水${n}`).then(
            () => true,
            () => false,
          )
          if (!isTaken) return
          said.set(owner, (said.get(owner) ?? 0) + 1)
        }
      }
      const writing = Promise.all(OWNERS.map(writeOn))
      const moving = desk.advance(7 * 24 * 3_600_000).catch(() => undefined)
      await until('there is load', () => [...said.values()].every((count) => count > 10), 120_000)

      process.signal('SIGTERM')
      expect((await endOf(process)).code).toBe(0)
      await Promise.all([writing, moving])
      expect(isRunning(server as number)).toBe(false)
      expect(isRunning(platform.pid)).toBe(false)

      await desk.start()
      await desk.idle()
      for (const [owner, count] of said) {
        const shown = await desk.platform().read({ kind: 'owners', id: owner })
        const fromOwner = shown.filter(({ from }) => from === 'owner')
        expect(fromOwner.length).toBeGreaterThanOrEqual(count)
        expect(shown.at(-1)?.from).toBe('desk')
      }
    }))
})

describe.each(backends)(
  'in the middle of a turn with the queue on $name',
  PATIENCE,
  ({ redisUrl, lacks }) => {
    if (lacks) {
      test.skip(`cannot run: ${lacks}`, () => undefined)
      return
    }

    test('a desk told to stop lets nobody in any more, and ends when the turn is done', () =>
      inTheMiddleOfATurn(redisUrl(), async ({ desk, running, gate }) => {
        const address = await running.open()
        running.signal('SIGTERM')
        await until('nobody is let in', () => isClosed(address))
        expect(running.isAlive()).toBe(true)
        expect(await turnsOpen(desk)).toBe(1)
        await gate.open()
        expect((await endOf(running)).code).toBe(0)
        expect(await turnsOpen(desk)).toBe(0)

        await desk.start()
        await desk.idle()
        expect(await bubblesOf(desk)).toBe(1)
      }))

    test('a desk told to stop begins no other turn, and sends away whoever waits for its clock', () =>
      inTheMiddleOfATurn(redisUrl(), async ({ desk, running, gate }) => {
        for (const owner of OTHERS) await desk.says(owner, '您好')
        await until('all is kept', async () => (await turnsOpen(desk)) === 1 + OTHERS.length)
        const address = await running.open()
        const waiting = waitingForTheClock(address)
        await until('the clock is asked to move', () => isClockMoving(address))
        running.signal('SIGTERM')
        expect(await waiting).toBe(503)
        await gate.open()
        expect((await endOf(running)).code).toBe(0)
        expect(await turnsOpen(desk)).toBe(OTHERS.length)

        await desk.start()
        await desk.idle()
        expect(await turnsOpen(desk)).toBe(0)
      }))

    test('a desk told twice exits at once, and the next one takes the turn', () =>
      inTheMiddleOfATurn(redisUrl(), async ({ desk, running, gate }) => {
        running.signal('SIGTERM')
        await until('it is stopping', () =>
          running.lines.some((line) => line.includes('"stopping')),
        )
        running.signal('SIGTERM')
        // The gate is still shut: it did not wait for its turn.
        expect((await endOf(running)).code).toBe(1)
        expect(await turnsOpen(desk)).toBe(1)
        await forgetDead(desk.db, 'all')
        await gate.open()

        await desk.start()
        await desk.idle()
        expect(await turnsOpen(desk)).toBe(0)
        expect(await bubblesOf(desk)).toBe(1)
      }))
  },
)

describe('a desk that cannot start', PATIENCE, () => {
  test('says in one line that its folder or its port is in use, and leaves the one that has it alone', () =>
    withOwnDesk({}, async (desk) => {
      await desk.start()
      const port = new URL(desk.address()).port
      const onSameFolder = await endOf(await desk.launch())
      expect(onSameFolder.code).toBe(1)
      expect(onSameFolder.said).toMatch(/^Another desk is running on .*DATA_DIR$/)
      const elsewhere = { PORT: port, DATA_DIR: join(desk.dataDir, 'other') }
      const onSamePort = await endOf(await desk.launch(elsewhere))
      expect(onSamePort.code).toBe(1)
      expect(onSamePort.said).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 is taken.*PORT.*$`))
      expect((await fetch(`${desk.address()}/readyz`)).status).toBe(200)
    }))

  test('says in one message which variables are wrong, and starts nothing', () =>
    withOwnDesk({}, async (desk) => {
      const { code, said } = await endOf(await desk.launch({ PORT: 'x', WECOM_CORP_ID: 'ww1' }))
      expect(code).toBe(1)
      expect(said).toMatch(/^The configuration has 5 problem\(s\):\n {2}PORT .*\n/)
      expect(said).toMatch(/WECOM_APP_SECRET is needed/)
      expect(desk.serverPid()).toBeUndefined()
    }))

  test('says which flow is broken, in which line and why, and leaves no database running', () =>
    withOwnDesk({}, async (desk) => {
      const file = 'repair_report/repair_report.flow.yaml'
      const broken = changedCopy('flows', join(desk.dataDir, 'flows'), [
        { file, from: /goto: \w+/, to: 'goto: nowhere' },
      ])
      const { code, said } = await endOf(await desk.launch({ FLOWS_DIR: broken }))
      expect(code).toBe(1)
      expect(said).toMatch(new RegExp(`^${file}:\\d+:\\d+ error unknown-target: .*nowhere`, 'm'))
      expect(said).not.toMatch(/^\s+at /m)
      expect(desk.serverPid()).toBeUndefined()
    }))

  test.skipIf(process.getuid?.() !== 0)(
    'run by root says in one line which folder is closed to its database, and how to open it',
    () =>
      withOwnDesk({}, async (desk) => {
        const closed = join(desk.dataDir, 'closed')
        mkdirSync(closed, { mode: 0o700 })
        const { code, said } = await endOf(await desk.launch({ DATA_DIR: join(closed, 'data') }))
        expect(code).toBe(1)
        expect(said).toMatch(new RegExp(`^The database runs as ".+", .*: chmod o\\+x ${closed}$`))
      }),
  )
})

describe('a desk that was killed', PATIENCE, () => {
  test('comes up again on the database server it left behind, and when that was killed with it', () =>
    withOwnDesk({}, async (desk) => {
      const first = await desk.start()
      await desk.says('li-na', '您好')
      await first.kill()
      const server = desk.serverPid() as number
      expect(isRunning(server)).toBe(true)

      const second = await desk.start()
      await desk.idle()
      expect(desk.serverPid()).toBe(server)
      await second.kill()
      process.kill(server, 'SIGKILL')
      await until('the server is gone', () => !isRunning(server))

      await desk.start()
      await desk.idle()
      expect(desk.serverPid()).not.toBe(server)
      const shown = await desk.platform().read({ kind: 'owners', id: 'li-na' })
      expect(shown.map(({ from }) => from)).toEqual(['owner', 'desk'])
    }))
})

interface MiddleOfATurn {
  readonly desk: TestDesk
  readonly running: DeskProcess
  /** Before it the process stands, with a turn that has said something and is not committed. */
  readonly gate: Gate
}

async function inTheMiddleOfATurn(
  redisUrl: string | null,
  run: (there: MiddleOfATurn) => Promise<void>,
): Promise<void> {
  await withDesk({ redisUrl, rules: [...NO_BURSTS, ...SHORT_CLAIMS] }, async (desk) => {
    const running = await desk.start()
    await placeGates(desk.db)
    await withGates(desk.db, ['committing'], async (gates) => {
      const gate = gates[0] as Gate
      await desk.says('li-na', '您好')
      await gate.reached()
      await run({ desk, running, gate })
    })
  })
}

function isClosed(address: string): Promise<boolean> {
  return fetch(`${address}/healthz`).then(
    () => false,
    () => true,
  )
}

/** Asks for a day that cannot pass while a turn is open; answers the status it was sent away with. */
async function waitingForTheClock(address: string): Promise<number> {
  const asked = await fetch(`${address}/sandbox/api/time`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceMs: 24 * 3_600_000 }),
  })
  return asked.status
}

async function isClockMoving(address: string): Promise<boolean> {
  const clock = await fetch(`${address}/sandbox/clock`)
  return (await clock.text()).includes('正在走到')
}

async function turnsOpen(desk: TestDesk): Promise<number> {
  const open = desk.db.selectFrom('inbox_item').select('id').where('doneAt', 'is', null)
  return (await open.where('kind', '=', 'text').execute()).length
}

async function bubblesOf(desk: TestDesk): Promise<number> {
  const shown = await desk.platform().read({ kind: 'owners', id: 'li-na' })
  return shown.filter(({ from }) => from === 'desk').length
}
