/** The stand-in platform inside the test process, on a clock the test moves, with a client for its interface. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLog } from '../../../src/log.ts'
import { type ControlClient, controlClient } from '../../../src/sandbox/control-client.ts'
import type { SenderOptions } from '../../../src/sandbox/platform/callback/sender.ts'
import type { Corp } from '../../../src/sandbox/platform/corp.ts'
import { openPlatform } from '../../../src/sandbox/platform/open-platform.ts'
import { systemRandom } from '../../../src/sandbox/platform/random.ts'

export const CORP: Corp = {
  corpId: 'wwdemo0000000001',
  name: '和悦物业',
  apps: [
    {
      agentId: 1000002,
      name: '管家工单',
      secret: 'app-secret-0123456789abcdef',
      token: 'CallbackToken123',
      aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
      kf: true,
    },
    {
      agentId: 1000003,
      name: '另一个应用',
      secret: 'other-secret-0123456789abcdef',
      token: 'OtherToken456',
      aesKey: 'GFEDCBA9876543210zyxwvutsrqponmlkjihgfedcba',
      kf: false,
    },
  ],
  kfAccounts: [
    { openKfId: 'wkDemoAccount0001', name: '和悦管家' },
    { openKfId: 'wkDemoAccount0002', name: '和悦租赁' },
  ],
  robots: [{ key: 'robot-key-0001-0002-0003', name: '服务中心值班群' }],
}

export const KF = CORP.kfAccounts[0]!.openKfId
export const AGENT = CORP.apps[0]!.agentId
export const ROBOT = CORP.robots[0]!.key
export const CHEN = 'wmChenXiaoyan00001'
export const LIU = 'wmLiuWei0000000002'

export const PEOPLE = {
  owners: [
    { id: 'chen', name: '陈晓燕', rooms: ['3栋2单元1202'], externalUserId: CHEN },
    { id: 'liu', name: '刘伟', rooms: [], externalUserId: LIU },
  ],
  members: [
    { id: 'ZhangWei', name: '张伟', roles: ['technician'], title: '水电维修' },
    { id: 'lina', name: '李娜', roles: ['agent'], servicing: 'receiving' as const },
    { id: 'wangqiang', name: '王强', roles: ['manager'], servicing: 'receiving' as const },
    { id: 'zhaomin', name: '赵敏', roles: ['agent'], servicing: 'paused' as const },
    { id: 'newcomer', name: '新人', servicing: 'receiving' as const, activated: false },
  ],
}

const SECRET = 'control-secret-control-secret-control'

/** Attempts follow each other fast enough for a test, and an answer is late after a moment. */
const FAST_SENDER: SenderOptions = { timeoutMs: 300, pausesMs: [5, 10], atOnce: 16 }

export interface TestPlatform {
  readonly baseUrl: string
  readonly controlUrl: string
  readonly secret: string
  readonly control: ControlClient
  readonly dataDir: string
  /** Moves the platform's own clock. */
  pass(ms: number): void
  now(): Date
  /** A GET or POST with the token of the first app. */
  get(path: string, query?: Record<string, string>): Promise<CallAnswer>
  post(path: string, body: unknown, token?: string): Promise<CallAnswer>
  token(): Promise<string>
  /** Stops it and opens it again on the same folder. */
  restart(): Promise<void>
  close(): Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into field by field
export type CallAnswer = any

export async function openTestPlatform(
  options: { readonly sender?: SenderOptions; readonly corp?: Corp; readonly people?: object } = {},
): Promise<TestPlatform> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sandbox-'))
  const corp = options.corp ?? CORP
  let passedMs = 0
  const systemNow = () => Date.UTC(2026, 10, 23, 1, 0, 0) + passedMs
  const open = () =>
    openPlatform({
      dataDir,
      corp,
      controlSecret: SECRET,
      port: 0,
      version: 'test',
      systemNow,
      random: systemRandom(),
      log: openLog('silent'),
      onStop: () => undefined,
      sender: options.sender ?? FAST_SENDER,
    })
  let platform = await open()
  const baseUrl = () => `http://127.0.0.1:${platform.port}`
  const control = () => controlClient(`${baseUrl()}/control`, SECRET)
  await control().putPeople(options.people ?? PEOPLE)

  async function token(): Promise<string> {
    const query = `corpid=${corp.corpId}&corpsecret=${corp.apps[0]!.secret}`
    return (await json(await fetch(`${baseUrl()}/cgi-bin/gettoken?${query}`))).access_token
  }

  return {
    get baseUrl() {
      return baseUrl()
    },
    get controlUrl() {
      return `${baseUrl()}/control`
    },
    get control() {
      return control()
    },
    secret: SECRET,
    dataDir,
    pass(ms) {
      passedMs += ms
    },
    now: () => new Date(systemNow()),
    token,
    async get(path, query = {}) {
      const search = new URLSearchParams({ access_token: await token(), ...query })
      return json(await fetch(`${baseUrl()}${path}?${search}`))
    },
    async post(path, body, own) {
      const access = own ?? (await token())
      const response = await fetch(`${baseUrl()}${path}?access_token=${access}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
      return json(response)
    },
    async restart() {
      await platform.close()
      platform = await open()
    },
    async close() {
      await platform.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function json(response: Response): Promise<CallAnswer> {
  if (response.status !== 200) throw new Error(`HTTP ${response.status}`)
  return response.json()
}

/** Waits until `condition` answers something, looking often; fails after ten seconds. */
export async function until<Value>(
  condition: () => Value | Promise<Value>,
  what = 'the condition',
): Promise<Exclude<Value, undefined | null | false>> {
  for (let tries = 0; tries < 1000; tries += 1) {
    const value = await condition()
    if (value) return value as Exclude<Value, undefined | null | false>
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  throw new Error(`${what} did not come true`)
}
