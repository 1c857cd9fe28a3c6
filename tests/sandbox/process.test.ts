import { spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLog } from '../../src/log.ts'
import { type RunningPlatform, startPlatform } from '../../src/sandbox/launch.ts'
import { type DeskDouble, openDeskDouble } from './support/desk-double.ts'
import { PEOPLE, until } from './support/test-platform.ts'

const names = { company: '和悦物业', app: '管家工单', kfAccount: '和悦管家', robot: '值班群' }

let dataDir: string
const started: RunningPlatform[] = []
const desks: DeskDouble[] = []

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'platform-'))
})
afterEach(async () => {
  for (const { pid } of started.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL')
  for (const desk of desks.splice(0)) await desk.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const start = async () => {
  const platform = await startPlatform({ dataDir, names, log: openLog('silent') })
  started.push(platform)
  return platform
}
const kill = async ({ pid }: RunningPlatform) => {
  process.kill(pid, 'SIGKILL')
  await until(() => !isAlive(pid))
}
const openDesk = async (platform: RunningPlatform) => {
  const desk = await openDeskDouble(platform.corp)
  desks.push(desk)
  return desk
}

/** A killed child whose end nobody has read yet counts as dead. */
function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout.trim() !== '' && !stdout.startsWith('Z')
}

test('a process of its own is started, in a session of its own, and answers', async () => {
  const platform = await start()
  expect(platform.adopted).toBe(false)
  expect(platform.pid).not.toBe(process.pid)
  expect(await platform.control.state()).toMatchObject({
    pid: platform.pid,
    corp: { name: '和悦物业', kfAccounts: [{ name: '和悦管家' }] },
  })
  expect(platform.baseUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test('its secrets are random, kept with the folder, and readable by their owner only', async () => {
  const first = await start()
  const settings = join(dataDir, 'settings.json')
  expect(statSync(settings).mode & 0o777).toBe(0o600)
  expect(statSync(join(dataDir, 'journal.jsonl')).mode & 0o777).toBe(0o600)
  await first.stop()
  expect((await start()).corp).toEqual(first.corp)
  const { pid } = started.at(-1)!
  const { stdout } = spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], {
    encoding: 'utf8',
  })
  expect(stdout).toContain(dataDir)
  expect(stdout).not.toContain(first.corp.apps[0]!.secret)
})

test('a desk that comes back takes it over with everything that was said', async () => {
  const first = await start()
  await first.control.putPeople(PEOPLE)
  await first.control.write({ kind: 'owners', id: 'chen' }, { text: '在吗' })

  const second = await start()

  expect(second).toMatchObject({ adopted: true, pid: first.pid, baseUrl: first.baseUrl })
  const { messages } = await second.control.readPhone({ kind: 'owners', id: 'chen' }, 0)
  expect(messages).toHaveLength(1)
})

test('kill -9 between any two calls loses no message and no callback that was acknowledged', async () => {
  let platform = await start()
  await platform.control.putPeople(PEOPLE)
  const said: string[] = []
  for (let round = 0; round < 3; round += 1) {
    for (let n = 0; n < 20; n += 1) {
      const text = `第${round}轮第${n}句`
      await platform.control.write({ kind: 'members', id: 'ZhangWei' }, { text })
      said.push(text)
    }
    await kill(platform)
    platform = await start()
    expect(platform.adopted).toBe(false)
  }
  const { messages } = await platform.control.readPhone({ kind: 'members', id: 'ZhangWei' }, 0)
  expect(messages.map(({ content }) => (content.type === 'text' ? content.text : ''))).toEqual(said)

  const desk = await openDesk(platform)
  await platform.control.connectDesk(platform.corp.apps[0]!.agentId, desk.url)
  await until(() => desk.received.length === said.length)
  expect(desk.received.map((one) => one.message['Content'])).toEqual(said)
})

test('kill -9 in the middle of many calls keeps every one that was acknowledged', async () => {
  const first = await start()
  await first.control.putPeople(PEOPLE)
  const acknowledged: number[] = []
  const callUntilItEnds = async (): Promise<never> => {
    for (;;) {
      const { n } = await first.control.write({ kind: 'members', id: 'ZhangWei' }, { text: '在' })
      acknowledged.push(n!)
      if (acknowledged.length === 60) process.kill(first.pid, 'SIGKILL')
    }
  }
  await Promise.allSettled(Array.from({ length: 8 }, callUntilItEnds))
  await until(() => !isAlive(first.pid))

  const second = await start()
  const { messages } = await second.control.readPhone({ kind: 'members', id: 'ZhangWei' }, 0)
  expect(messages.map(({ n }) => n)).toEqual(messages.map((_, index) => index + 1))
  expect(messages.length).toBeGreaterThanOrEqual(Math.max(...acknowledged))
})

test('killed while callbacks are on their way, it delivers them after the next start', async () => {
  const first = await start()
  await first.control.putPeople(PEOPLE)
  const desk = await openDesk(first)
  await first.control.connectDesk(first.corp.apps[0]!.agentId, desk.url)
  desk.answerWith(() => 'hang')
  await first.control.write({ kind: 'members', id: 'ZhangWei' }, { text: '接单' })
  await first.control.write({ kind: 'owners', id: 'chen' }, { text: '在吗' })
  await until(() => desk.received.length === 2)
  await kill(first)
  const before = desk.received.length

  desk.answerWith(() => 200)
  await start()
  await until(() => desk.received.length === before + 2)
  const plaintexts = desk.received.map((one) => one.plaintext)
  expect(new Set(plaintexts.slice(before))).toEqual(new Set(plaintexts.slice(0, before)))
})

test('stopping ends the process and gives the folder up', async () => {
  const platform = await start()
  await platform.stop()
  await until(() => !isAlive(platform.pid))
  expect(existsSync(join(dataDir, 'run.json'))).toBe(false)
})

test('a process of other code is replaced, and its memory taken over', async () => {
  const first = await start()
  await first.control.putPeople(PEOPLE)
  await first.control.write({ kind: 'owners', id: 'chen' }, { text: '在吗' })
  await first.stop()
  // As an older desk would have left it.
  const settings = join(dataDir, 'settings.json')
  const old = { ...JSON.parse(readFileSync(settings, 'utf8')), version: 'older' }
  writeFileSync(settings, JSON.stringify(old))
  const older = spawnPlatform()
  await until(() => runFile()?.port)

  const second = await start()

  expect(second.adopted).toBe(false)
  await until(() => !isAlive(older.pid!))
  const { messages } = await second.control.readPhone({ kind: 'owners', id: 'chen' }, 0)
  expect(messages).toHaveLength(1)
})

test('two on one folder are one too many: the second gives up', async () => {
  const first = await start()
  const second = spawnPlatform()
  const code = await new Promise((resolve) => second.once('exit', resolve))
  expect(code).not.toBe(0)
  expect(runFile()?.pid).toBe(first.pid)
  expect(await first.control.state()).toMatchObject({ pid: first.pid })
})

test('a run file left by a killed process, or torn, or of a stranger long ago, stops nobody', async () => {
  const path = join(dataDir, 'run.json')
  for (const left of [
    '{"pid":999999,"port":4000}',
    '{"pid":12',
    JSON.stringify({ pid: process.pid, port: 4000 }),
  ]) {
    writeFileSync(path, left)
    utimesSync(path, 1, 1)
    const platform = await start()
    expect(platform.adopted).toBe(false)
    await platform.stop()
  }
})

test('it ends itself when its folder is taken away', async () => {
  const platform = await start()
  rmSync(dataDir, { recursive: true, force: true })
  await until(() => !isAlive(platform.pid))
})

function spawnPlatform() {
  const entry = new URL('../../src/sandbox/platform-main.ts', import.meta.url).pathname
  return spawn(process.execPath, ['--import', 'tsx', entry, '--data', dataDir], { stdio: 'ignore' })
}

function runFile(): { pid: number; port: number } | undefined {
  const path = join(dataDir, 'run.json')
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  // Just made, and not written yet.
  return text === '' ? undefined : JSON.parse(text)
}
