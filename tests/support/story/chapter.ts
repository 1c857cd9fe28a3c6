/** A chapter: one desk of the real build on each queue, the people of the demo estate, and the hands of the clock. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/open-database.ts'
import { EVERYBODY_ASKED, NO_BURSTS } from '../app/changed-copy.ts'
import type { TestDesk } from '../app/desk-on-database.ts'
import { openTestDesk } from '../app/test-desk.ts'
import { type BackendCase, backends } from '../backends.ts'
import { type Member, type Owner, openMember, openOwner, type Stage } from './people.ts'
import { openPhone, type Phone, shown } from './phone.ts'
import { openTimeline } from './timeline.ts'

const OWNERS = {
  zhangWei: ['zhang-wei', '张伟'],
  liNa: ['li-na', '李娜'],
  chenJing: ['chen-jing', '陈静'],
  wangLei: ['wang-lei', '王磊'],
  zhaoMin: ['zhao-min', '赵敏'],
  fangKe: ['fang-ke', '访客'],
} as const
const MEMBERS = {
  wangQiang: ['wang-qiang', '王强'],
  liJun: ['li-jun', '李军'],
  zhouPing: ['zhou-ping', '周平'],
  sunLei: ['sun-lei', '孙磊'],
  heJie: ['he-jie', '何洁'],
  linXia: ['lin-xia', '林霞'],
  maDong: ['ma-dong', '马冬'],
  gaoYuan: ['gao-yuan', '高远'],
} as const

export type Cast = { readonly [K in keyof typeof OWNERS]: Owner } & {
  readonly [K in keyof typeof MEMBERS]: Member
} & {
  readonly robot: Phone
  readonly clock: Clock
  readonly desk: DeskOfStory
}

interface Clock {
  /** '20s', '15m', '4h', '2d': everything due in between happens. */
  passes(duration: string): Promise<void>
  /** On to a time of the day, today or tomorrow: '09:10'. */
  strikes(time: string): Promise<void>
  now(): Promise<Date>
}

interface DeskOfStory extends Stage {
  readonly db: Database
  /** `npm run import`, or another command, with these arguments; what it printed. */
  command(name: string, ...argv: readonly string[]): Promise<string>
  /** Where the desk is reached, without a slash at the end. */
  readonly url: string
}

export interface ChapterOptions {
  /** True: messages sent within a second are one turn, as shipped. Otherwise nobody waits. */
  readonly bursts?: boolean
}

/**
 * Tells a chapter on the PostgreSQL queue and on the Redis queue. Its tests go on from one another, and after each
 * of them no phone may hold a message nobody expected.
 */
export function chapter(
  title: string,
  tell: (cast: Cast) => void,
  options: ChapterOptions = {},
): void {
  describe.each(backends)(`${title} (queue on $name)`, (backend) => {
    if (backend.lacks) {
      test.skip(`cannot run: ${backend.lacks}`, () => undefined)
      return
    }
    const stage = openStage(backend, options)
    const cast = castOf(stage)
    afterEach(async () => {
      const phones = Object.values(cast).filter((one) => 'reads' in one)
      const unread = await Promise.all(phones.map(unreadOf))
      expect(unread.flat(), 'messages nobody expected').toEqual([])
    })
    tell(cast)
  })
}

async function unreadOf(phone: Phone): Promise<readonly string[]> {
  return (await phone.reads()).map((message) => `${phone.name}: ${shown(message).trim()}`)
}

interface OpenStage extends DeskOfStory {
  passes(ms: number): Promise<void>
  strikes(ms: number): Promise<void>
}

function openStage(backend: BackendCase, { bursts = false }: ChapterOptions): OpenStage {
  let desk: TestDesk | undefined
  let url = ''
  beforeAll(async () => {
    const rules = bursts ? EVERYBODY_ASKED : [...NO_BURSTS, ...EVERYBODY_ASKED]
    desk = await openTestDesk({ redisUrl: backend.redisUrl(), rules })
    const { open } = await desk.start()
    url = await open()
  }, 300_000)
  afterAll(() => desk?.close())

  const opened = () => {
    if (!desk) throw new Error('the desk is not open yet')
    return desk
  }
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${url}/sandbox/api${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`)
    return JSON.parse(answer) as unknown
  }
  const post = (path: string, body: object = {}) => call('POST', path, body)
  const now = async () => Date.parse(((await call('GET', '/state')) as { now: string }).now)
  const timeline = openTimeline({
    now,
    advance: async (advanceMs) => void (await post('/time', { advanceMs })),
  })
  return {
    get: (path) => call('GET', path),
    post,
    idle: async () => void (await post('/idle')),
    ...timeline,
    get db() {
      return opened().db
    },
    command: (name, ...argv) => opened().command(name, ...argv),
    get url() {
      return url
    },
  }
}

function castOf(stage: OpenStage): Cast {
  const owners = mapValues(OWNERS, ([id, name]) => openOwner(stage, id, name))
  const members = mapValues(MEMBERS, ([id, name]) => openMember(stage, id, name))
  const { get, idle } = stage
  const robot = openPhone({ name: '服务中心群', path: '/robot/messages', get, idle })
  return { ...owners, ...members, robot, clock: clockOf(stage), desk: stage }
}

const UNITS: Readonly<Record<string, number>> = { s: 1e3, m: 6e4, h: 36e5, d: 864e5 }
const DAY_MS = 864e5
/** Asia/Shanghai has had no other offset since 1991. */
const ZONE_MS = 8 * 36e5

function clockOf(stage: OpenStage): Clock {
  const now = async () => new Date(((await stage.get('/state')) as { now: string }).now)
  return {
    now,
    async passes(duration) {
      const [, count, unit = ''] = /^(\d+)([smhd])$/.exec(duration) ?? []
      await stage.passes(Number(count) * (UNITS[unit] ?? Number.NaN))
    },
    async strikes(time) {
      const [hour = 0, minute = 0] = time.split(':').map(Number)
      const local = (await now()).getTime() + ZONE_MS
      const wanted = Math.floor(local / DAY_MS) * DAY_MS + hour * 36e5 + minute * 6e4
      await stage.strikes((wanted > local ? wanted : wanted + DAY_MS) - ZONE_MS)
    },
  }
}

function mapValues<K extends string, From, To>(
  from: Readonly<Record<K, From>>,
  map: (value: From) => To,
): Record<K, To> {
  const entries = Object.entries<From>(from).map(([key, value]) => [key, map(value)])
  return Object.fromEntries(entries) as Record<K, To>
}
