import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type Address,
  conversationIdOf,
  type Outgoing,
  SendRefused,
} from '../../src/channels/channel.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { keepIncoming } from '../../src/inbox/keep.ts'
import { setServiceState } from '../../src/outbox/budget.ts'
import { type DrainDeps, drainOutbox, lanesHere } from '../../src/outbox/drain.ts'
import type { OutboxItem } from '../../src/outbox/item.ts'
import { lanesOf } from '../../src/outbox/lane-of.ts'
import { countBusyLanes, nextSendAt } from '../../src/outbox/lanes.ts'
import { letGo, type NewOutgoing, type Putting, putOutgoing } from '../../src/outbox/put.ts'
import { readdress } from '../../src/outbox/readdress.ts'
import { settleHeldTooLong, settleLost } from '../../src/outbox/settle.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { type HandClock, handClock } from '../support/hand-clock.ts'
import { type RecordingChannel, recordingChannel } from '../support/recording-channel.ts'
import { inboxRules, outboxRules } from '../support/rules.ts'
import { testSeals } from '../support/seals.ts'

const newId = () => randomUUID()
let database: TestDatabase
let clock: HandClock
let kf: RecordingChannel
let app: RecordingChannel
let news: string[]
let lost: { key: string; reason: string }[]
let dropGuarded: boolean
let deps: DrainDeps
let owner: Address
let worker: Address
let serial = 0

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(() => {
  clock = handClock()
  kf = recordingChannel('wecom-kf')
  app = recordingChannel('wecom-app')
  lost = []
  news = []
  dropGuarded = false
  serial++
  owner = { corpId: 'ww1', channel: 'wecom-kf', account: 'wk1', user: `wm${serial}` }
  worker = { corpId: 'ww1', channel: 'wecom-app', account: '1000002', user: `zhang${serial}` }
  deps = {
    db: database.db,
    clock,
    newId,
    rules: outboxRules,
    seals: testSeals,
    lanes: 4,
    channels: { 'wecom-kf': kf, 'wecom-app': app },
    onFailure: () => undefined,
    hooks: {
      prepare: async (_tx, item: OutboxItem) =>
        item.guard && dropGuarded ? { drop: 'overtaken' } : { send: item.message },
      sent: async () => undefined,
      undeliverable: async (_tx, item, reason) => {
        lost.push({ key: item.key, reason })
      },
      paused: async (_tx, { line, code }) => void news.push(`paused ${line} ${code}`),
      resumed: async (_tx, { line }) => void news.push(`resumed ${line}`),
      sendsNeeded: () => 1,
    },
  }
})

describe('the outbox', () => {
  test('sends a lane in order, also when two processes drain it at once', async () => {
    await ownerWrites()
    for (const n of [1, 2, 3, 4, 5]) await put(`${serial}-${n}`, menu(`第${n}条`))
    const other = openDatabase(database.url, () => undefined)
    await Promise.all([drainOutbox(deps), drainOutbox({ ...deps, db: other.db })])
    await drainOutbox(deps)
    await other.close()
    expect(kf.sent.map((sending) => sending.message)).toEqual(
      [1, 2, 3, 4, 5].map((n) => menu(`第${n}条`)),
    )
  })

  test('keeps a message once under its key, however often it is put', async () => {
    await ownerWrites()
    await put(`${serial}-same`, text('好的'))
    await put(`${serial}-same`, text('好的'))
    await drainOutbox(deps)
    await drainOutbox(deps)
    expect(kf.sent).toHaveLength(1)
  })

  test('finishes the send in hand when it is told to stop, and leaves the others due', async () => {
    await ownerWrites()
    for (const n of [1, 2, 3]) await put(`${serial}-${n}`, menu(`${n}`))
    const stopping = new AbortController()
    kf.answer = ({ key }) => {
      stopping.abort()
      return { platformId: `m-${key}` }
    }
    await drainOutbox(deps, stopping.signal)
    expect(kf.sent.map(({ message }) => message)).toEqual([menu('1')])
    await drainOutbox(deps)
    expect(kf.sent).toHaveLength(3)
  })

  test('joins texts that wait together into one send', async () => {
    await ownerWrites()
    await put(`${serial}-a`, text('已登记'))
    await put(`${serial}-b`, text('张师傅会来'))
    await drainOutbox(deps)
    expect(kf.sent.map((sending) => sending.message)).toEqual([text('已登记\n\n张师傅会来')])
  })

  test('does not join beyond the bytes a text may have', async () => {
    await ownerWrites()
    await put(`${serial}-a`, text('长'.repeat(600)))
    await put(`${serial}-b`, text('长'.repeat(600)))
    await drainOutbox(deps)
    expect(kf.sent).toHaveLength(2)
  })
})

describe('a message planned for later', () => {
  const planned = (name: string, minutes: number) =>
    put(`${serial}-${name}`, text(name), {
      to: worker,
      notBefore: new Date(clock.now().getTime() + minutes * 60_000),
    })
  const rings = async () => {
    const due = await database.db
      .selectFrom('timer')
      .select('key')
      .where('name', '=', 'outbox.planned')
      .where('dueAt', '<=', clock.now())
      .execute()
    await inWork(({ tx }) =>
      letGo(
        tx,
        due.map(({ key }) => key),
      ),
    )
  }

  test('waits for its time and holds up nothing that is put after it', async () => {
    await planned('later', 4)
    await planned('later', 4)
    await put(`${serial}-urgent`, text('urgent'), { to: worker, purpose: 'alert' })
    await drainOutbox(deps)
    expect(app.sent.map(({ message }) => message)).toEqual([text('urgent')])
    await rings()
    await drainOutbox(deps)
    expect(app.sent).toHaveLength(1)
    clock.advance(4 * 60_000)
    await rings()
    await rings()
    await drainOutbox(deps)
    expect(app.sent.map(({ message }) => message)).toEqual([text('urgent'), text('later')])
  })

  test('goes at once when its time is now', async () => {
    await planned('now', 0)
    await drainOutbox(deps)
    expect(app.sent).toHaveLength(1)
  })
})

describe('the budget of an owner', () => {
  test('is five sends a message; the sixth waits for the owner to write again', async () => {
    await ownerWrites()
    for (const n of [1, 2, 3, 4, 5, 6]) await put(`${serial}-${n}`, menu(`${n}`))
    await drainOutbox(deps)
    expect(kf.sent).toHaveLength(5)
    expect(await states()).toEqual({ sent: 5, held: 1 })
    await ownerWrites()
    await drainOutbox(deps)
    expect(kf.sent.at(-1)?.message).toEqual(menu('6'))
    expect(lost).toEqual([])
  })

  test('keeps two sends from notices, so that a question and its reminder always find one', async () => {
    await ownerWrites()
    for (const n of [1, 2, 3, 4, 5])
      await put(`${serial}-${n}`, menu(`${n}`), { purpose: 'notice' })
    await put(`${serial}-ask`, menu('修好了吗'), { purpose: 'ask' })
    await put(`${serial}-remind`, menu('还没收到您的回复'), { purpose: 'reminder' })
    await drainOutbox(deps)
    expect(kf.sent.map((sending) => sending.key)).toEqual(
      [1, 2, 3, 'ask', 'remind'].map((n) => `${serial}-${n}`),
    )
  })

  test('is over after 48 hours: a question becomes a task, a notice waits, a reminder is dropped', async () => {
    await ownerWrites()
    clock.advance(48 * 3_600_000)
    await put(`${serial}-ask`, menu('修好了吗'), { purpose: 'ask' })
    await put(`${serial}-notice`, text('张师傅已接单'), { purpose: 'notice' })
    await put(`${serial}-reminder`, text('还在吗'), { purpose: 'reminder' })
    await drainOutbox(deps)
    expect(kf.sent).toEqual([])
    expect(lost).toEqual([{ key: `${serial}-ask`, reason: 'window' }])
    expect(await states()).toEqual({ tasked: 1, held: 1, dropped: 1 })
  })

  test('turns what was held too long into a task, once, unless the owner wrote', async () => {
    await put(`${serial}-notice`, text('张师傅已接单'), { purpose: 'notice' })
    await drainOutbox(deps)
    const timer = await database.db
      .selectFrom('timer')
      .selectAll()
      .where('name', '=', 'outbox.held')
      .orderBy('createdAt', 'desc')
      .orderBy('id', 'desc')
      .execute()
    const item = await database.db
      .selectFrom('outbox_item')
      .select('id')
      .where('key', '=', `${serial}-notice`)
      .executeTakeFirstOrThrow()
    const alarm = timer.find((row) => row.key === item.id)
    expect(alarm?.dueAt).toEqual(new Date(clock.now().getTime() + 24 * 3_600_000))
    for (const _ of [1, 2]) {
      await database.db.transaction().execute((tx) => settleHeldTooLong(deps, tx, item.id))
    }
    expect(lost).toEqual([{ key: `${serial}-notice`, reason: 'window' }])
  })

  test('lets only the newest news of a matter wait', async () => {
    await ownerWrites()
    for (const n of [1, 2, 3, 4]) await put(`${serial}-${n}`, menu(`${n}`), { purpose: 'notice' })
    const topic = 'ticket/T1'
    const notice = { purpose: 'notice', topic } as const
    await put(`${serial}-accepted`, text('已接单'), notice)
    await put(`${serial}-other`, text('另一单'), { purpose: 'notice', topic: 'ticket/T2' })
    await drainOutbox(deps)
    await put(`${serial}-arrived`, text('已到场'), notice)
    await drainOutbox(deps)
    await ownerWrites()
    await drainOutbox(deps)
    expect(kf.sent.at(-1)?.message).toEqual(text('另一单\n\n已到场'))
  })

  test('waits while people have the chat and goes on when they hand it back', async () => {
    await ownerWrites()
    const lane = conversationIdOf(owner)
    await inWork((at) => setServiceState(at, lane, 3))
    await put(`${serial}-a`, text('师傅已到场'), { purpose: 'notice' })
    await drainOutbox(deps)
    expect(kf.sent).toEqual([])
    await inWork((at) => setServiceState(at, lane, 1))
    await drainOutbox(deps)
    expect(kf.sent).toHaveLength(1)
  })

  test('is not touched by a message with a code of its own', async () => {
    await put(`${serial}-welcome`, text('您好'), { code: 'WC1' })
    await drainOutbox(deps)
    expect(kf.sent).toMatchObject([{ code: 'WC1', message: text('您好') }])
  })

  test('believes the platform when it says that the budget is used up', async () => {
    await ownerWrites()
    kf.failures.push(new SendRefused('window', '95001', 'too many'))
    await put(`${serial}-a`, text('一'))
    await drainOutbox(deps)
    await put(`${serial}-b`, text('二'))
    await drainOutbox(deps)
    expect(kf.sent).toEqual([])
    expect(await states()).toEqual({ held: 2 })
    await ownerWrites()
    await drainOutbox(deps)
    expect(kf.sent.map((sending) => sending.message)).toEqual([text('一\n\n二')])
  })

  test('asks for a person when the platform closed the window and the owner does not write', async () => {
    await ownerWrites()
    kf.failures.push(new SendRefused('window', '95001', 'too many'))
    await put(`${serial}-refused`, text('张师傅已接单'), { purpose: 'notice' })
    await drainOutbox(deps)
    const alarm = await database.db
      .selectFrom('timer')
      .innerJoin('outbox_item', 'outbox_item.id', 'timer.key')
      .select(['timer.dueAt', 'outbox_item.id'])
      .where('timer.name', '=', 'outbox.held')
      .where('outbox_item.key', '=', `${serial}-refused`)
      .executeTakeFirstOrThrow()
    expect(alarm.dueAt).toEqual(new Date(clock.now().getTime() + 24 * 3_600_000))
    await inWork(({ tx }) => settleHeldTooLong(deps, tx, alarm.id))
    expect(lost).toEqual([{ key: `${serial}-refused`, reason: 'budget' }])
  })

  test('gives a refused send back', async () => {
    await ownerWrites()
    kf.failures.push(new SendRefused('transient', '-1', 'busy'))
    await put(`${serial}-0`, menu('0'))
    await drainOutbox(deps)
    clock.advance(1_000)
    for (const n of [1, 2, 3, 4]) await put(`${serial}-${n}`, menu(`${n}`))
    await drainOutbox(deps)
    expect(kf.sent).toHaveLength(5)
  })
})

describe('a channel with one connection', () => {
  test('is left to the process that has it, without holding up others or keeping this one awake', async () => {
    const bot = recordingChannel('wecom-aibot')
    let isHere = false
    const channels = { ...deps.channels, 'wecom-aibot': { ...bot, isHere: () => isHere } }
    await put('bot-1', text('今日未完成工单2张'), {
      to: { ...worker, channel: 'wecom-aibot', account: 'AIB1' },
    })
    await put('app-1', text('新工单'), { to: worker })
    await drainOutbox({ ...deps, channels })
    expect(bot.sent).toEqual([])
    expect(app.sent).toHaveLength(1)
    expect(await nextSendAt(database.db, lanesHere({ channels }))).toBeNull()
    isHere = true
    expect(await nextSendAt(database.db, lanesHere({ channels }))).not.toBeNull()
    await drainOutbox({ ...deps, channels })
    expect(bot.sent.map(({ key }) => key)).toEqual(['bot-1'])
  })
})

describe('a send that fails', () => {
  test('is tried again after growing pauses and keeps its lane waiting', async () => {
    app.failures.push(
      new SendRefused('transient', '-1', 'busy'),
      new SendRefused('transient', '-1', 'busy'),
    )
    await put('busy-1', text('新工单'), { to: worker })
    await put('busy-2', text('催单'), { to: worker })
    await drainOutbox(deps)
    expect(app.sent).toEqual([])
    expect(await nextSendAt(database.db)).not.toBeNull()
    clock.advance(1_000)
    await drainOutbox(deps)
    expect(app.sent).toEqual([])
    clock.advance(3_000)
    await drainOutbox(deps)
    expect(app.sent.map((sending) => sending.key)).toEqual(['busy-1', 'busy-2'])
    expect(app.sent[0]?.repeated).toBe(false)
  })

  test('is marked as repeated when nobody knows whether it arrived', async () => {
    app.failures.push(new Error('socket hang up'))
    await put('unclear', text('新工单'), { to: worker })
    await drainOutbox(deps)
    clock.advance(1_000)
    await drainOutbox(deps)
    expect(app.sent).toMatchObject([{ key: 'unclear', repeated: true }])
  })

  test('whose process died is sent by another, marked as repeated, and does not cost the owner twice', async () => {
    await ownerWrites()
    await put(`${serial}-a`, text('好的'))
    kf.answer = () => new Promise(() => undefined)
    const { claimNext } = await import('../../src/outbox/claim.ts')
    const claimed = await claimNext(deps, conversationIdOf(owner))
    expect(claimed?.key).toBe(`${serial}-a`)
    expect(await claimNext(deps, conversationIdOf(owner))).toBeNull()
    clock.advance(outboxRules.claim_ms + 1)
    kf.answer = () => ({})
    await drainOutbox(deps)
    expect(kf.sent).toMatchObject([{ key: `${serial}-a`, repeated: true }])
    const budget = await database.db
      .selectFrom('send_budget')
      .select('used')
      .where('conversationId', '=', conversationIdOf(owner))
      .executeTakeFirstOrThrow()
    expect(budget.used).toBe(1)
  })

  test.each([
    ['data', 'failed', [{ key: 'x', reason: 'refused' }]],
    ['expired', 'dropped', []],
  ] as const)('of class %s ends %s', async (refusal, state, expected) => {
    app.failures.push(new SendRefused(refusal, '1', 'no'))
    await put(`${refusal}-${serial}`, text('x'), { to: worker })
    await drainOutbox(deps)
    expect(await states(worker)).toEqual({ [state]: 1 })
    expect(lost).toEqual(expected.map((entry) => ({ ...entry, key: `${refusal}-${serial}` })))
  })

  test('of class rate pauses its lane for the time the platform names', async () => {
    app.failures.push(new SendRefused('rate', '45009', 'slow down', 60_000))
    await put('rate', text('x'), { to: worker })
    await drainOutbox(deps)
    clock.advance(59_000)
    await drainOutbox(deps)
    expect(app.sent).toEqual([])
    clock.advance(1_000)
    await drainOutbox(deps)
    expect(app.sent).toHaveLength(1)
  })

  test('because of the configuration is never given up', async () => {
    for (let n = 0; n < 20; n++) app.failures.push(new SendRefused('config', '60020', 'ip'))
    await put('config', text('x'), { to: worker })
    for (let n = 0; n < 21; n++) {
      await drainOutbox(deps)
      clock.advance(300_000)
    }
    expect(app.sent).toHaveLength(1)
    expect(lost).toEqual([])
  })

  describe('because of the configuration', () => {
    const badIp = () => new SendRefused('config', '60020', 'ip')
    let line: string
    beforeEach(() => {
      worker = { ...worker, account: `900${serial}` }
      line = `wecom-app/ww1/900${serial}`
    })
    const other = () => ({ ...worker, user: `li${serial}` })
    const probe = () => clock.advance(5 * 60_000)

    test('stops the account, not the messages: one is tried at a time, and somebody is told once', async () => {
      app.failures.push(badIp(), badIp(), badIp())
      await put(`${serial}-a`, text('一'), { to: worker })
      await put(`${serial}-b`, text('二'), { to: other() })
      await put(`${serial}-kf`, text('好的'), { to: owner, code: 'W' })
      await drainOutbox({ ...deps, lanes: 1 })
      expect(app.tried).toBe(1)
      expect(kf.sent).toHaveLength(1)
      expect(news).toEqual([`paused ${line} 60020`])
      for (const tries of [2, 3]) {
        probe()
        await drainOutbox(deps)
        await drainOutbox(deps)
        expect(app.tried).toBe(tries)
      }
      expect(news).toHaveLength(1)
      expect(await countBusyLanes(database.db, clock.now())).toBe(0)
      const next = await nextSendAt(database.db)
      expect(next).toEqual(new Date(clock.now().getTime() + 5 * 60_000))
      expect(lost).toEqual([])
      probe()
      await drainOutbox(deps)
      expect(app.sent.map(({ message }) => message)).toEqual(
        expect.arrayContaining([text('一'), text('二')]),
      )
      expect(news).toEqual([`paused ${line} 60020`, `resumed ${line}`])
    })

    test('is also over when the platform refuses the message itself', async () => {
      app.failures.push(badIp(), new SendRefused('data', '81013', 'nobody'))
      await put(`${serial}-a`, text('一'), { to: worker })
      await put(`${serial}-b`, text('二'), { to: worker })
      await drainOutbox(deps)
      probe()
      await drainOutbox(deps)
      expect(news.at(-1)).toBe(`resumed ${line}`)
      expect(app.sent).toHaveLength(1)
      expect(lost).toEqual([{ key: `${serial}-a`, reason: 'refused' }])
    })

    test('is not told again when the same comes back within the hour, but is afterwards', async () => {
      const fails = async (name: string) => {
        app.failures.push(badIp())
        await put(`${serial}-${name}`, text('x'), { to: worker })
        await drainOutbox(deps)
        probe()
        await drainOutbox(deps)
      }
      await fails('a')
      await fails('b')
      expect(news.filter((one) => one.startsWith('paused'))).toHaveLength(1)
      clock.advance(61 * 60_000)
      await fails('c')
      expect(news.filter((one) => one.startsWith('paused'))).toHaveLength(2)
    })

    test('two accounts and two processes do not meet', async () => {
      app.failures.push(badIp(), badIp())
      const elsewhere = { ...worker, account: `800${serial}` }
      await put(`${serial}-a`, text('一'), { to: worker })
      await put(`${serial}-b`, text('二'), { to: other() })
      const second = openDatabase(database.url, () => undefined)
      await Promise.all([drainOutbox(deps), drainOutbox({ ...deps, db: second.db })])
      expect(news).toEqual([`paused ${line} 60020`])
      app.failures.length = 0
      await put(`${serial}-c`, text('三'), { to: elsewhere })
      await drainOutbox(deps)
      expect(app.sent.map(({ message }) => message)).toEqual([text('三')])
      probe()
      await Promise.all([drainOutbox(deps), drainOutbox({ ...deps, db: second.db })])
      await drainOutbox(deps)
      await second.close()
      expect(app.sent).toHaveLength(3)
    })
  })

  test('is a person’s task after the last try', async () => {
    for (let n = 0; n < 12; n++) app.failures.push(new SendRefused('transient', '-1', 'busy'))
    await put(`over-${serial}`, text('x'), { to: worker })
    for (let n = 0; n < 12; n++) {
      await drainOutbox(deps)
      clock.advance(300_000)
    }
    expect(lost).toEqual([{ key: `over-${serial}`, reason: 'busy' }])
  })

  test('that the platform reports afterwards is a person’s task', async () => {
    await ownerWrites()
    await put(`${serial}-late`, text('好的'))
    await drainOutbox(deps)
    const conversation = conversationIdOf(owner)
    const report = { platformId: `m-${serial}-late`, reason: 'rejected by the person' }
    for (const _ of [1, 2]) {
      await database.db.transaction().execute((tx) => settleLost(deps, tx, conversation, report))
    }
    expect(lost).toEqual([{ key: `${serial}-late`, reason: 'rejected by the person' }])
  })

  test('to somebody the platform cannot reach is a person’s task', async () => {
    app.answer = () => ({ unreached: ['zhang'] })
    await put(`gone-${serial}`, text('x'), { to: worker })
    await drainOutbox(deps)
    expect(lost).toEqual([{ key: `gone-${serial}`, reason: 'unreached' }])
  })
})

test('a lane is busy while its message is under way, with more behind it, and until the last has gone', async () => {
  const seen: number[] = []
  app.answer = async ({ key }) => {
    seen.push(await countBusyLanes(database.db, clock.now()))
    return { platformId: `m-${key}` }
  }
  await put(`${serial}-card`, menu('新工单'), { to: worker })
  await put(`${serial}-other`, menu('旧工单'), { to: worker })
  await drainOutbox(deps)
  expect(seen).toEqual([1, 1])
  expect(await countBusyLanes(database.db, clock.now())).toBe(0)
})

describe('a lane whose first message has to wait', () => {
  test('waits as a whole, keeps nobody awake, and keeps no other lane from being sent', async () => {
    const waiting = [1, 2, 3, 4].map((n) => ({ ...worker, user: `busy${serial}-${n}` }))
    for (const _ of waiting) app.failures.push(new SendRefused('transient', '-1', 'busy'))
    for (const to of waiting) await put(`first-${to.user}`, text('新工单'), { to })
    await drainOutbox(deps)
    for (const to of waiting) await put(`second-${to.user}`, text('催单'), { to })
    await put(`free-${serial}`, text('您好'), { to: worker })
    await drainOutbox({ ...deps, lanes: 2 })
    expect(app.sent.map(({ key }) => key)).toEqual([`free-${serial}`])
    expect(await nextSendAt(database.db)).toEqual(new Date(clock.now().getTime() + 1_000))
    expect(await countBusyLanes(database.db, clock.now())).toBe(0)

    clock.advance(1_000)
    await drainOutbox({ ...deps, lanes: 2 })
    for (const { user } of waiting) {
      const sent = app.sent.filter(({ to }) => to.user === user).map(({ key }) => key)
      expect(sent).toEqual([`first-${user}`, `second-${user}`])
    }
  })
})

describe('what goes by a single-use code', () => {
  const codes = () => drainOutbox({ ...deps, codes: true })
  const others = () => drainOutbox({ ...deps, codes: false })

  test('does not wait for a message of the same chat that has to be tried again', async () => {
    await ownerWrites()
    kf.failures.push(new SendRefused('transient', '-1', 'busy'))
    await put(`${serial}-busy`, text('已登记'))
    await drainOutbox(deps)
    await put(`${serial}-welcome`, text('您好'), { code: 'WC' })
    await drainOutbox(deps)
    expect(kf.sent.map(({ key }) => key)).toEqual([`${serial}-welcome`])
    clock.advance(300_000)
    await drainOutbox(deps)
    expect(kf.sent.map(({ key }) => key)).toEqual([`${serial}-welcome`, `${serial}-busy`])
  })

  test('does not wait for slow sends to others, however many', async () => {
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const slow = [1, 2, 3, 4, 5].map((n) => ({ ...worker, user: `slow${serial}-${n}` }))
    for (const to of slow) await put(`slow-${to.user}`, text('新工单'), { to })
    app.answer = async ({ key }) => {
      await gate
      return { platformId: `m-${key}` }
    }
    const draining = others()
    await put(`${serial}-end`, text('请评价'), { code: 'END' })
    expect(await codes()).toBe(1)
    expect([kf.sent.length, app.sent.length]).toEqual([1, 0])
    open()
    await draining
    expect(app.sent).toHaveLength(5)
  })

  test('is of its conversation for everybody who hears of it', async () => {
    const heard: string[] = []
    const hear = async (_tx: unknown, item: OutboxItem) => void heard.push(item.conversationId)
    const hooks: DrainDeps['hooks'] = {
      ...deps.hooks,
      prepare: async (tx, item) => {
        await hear(tx, item)
        return { send: item.message }
      },
      sent: hear,
      undeliverable: hear,
    }
    kf.failures.push(new SendRefused('data', '40008', 'invalid'))
    await put(`${serial}-bad`, text('您好'), { code: 'A' })
    await put(`${serial}-good`, text('您好'), { code: 'B' })
    await drainOutbox({ ...deps, hooks })
    expect(heard).toEqual(Array(4).fill(conversationIdOf(owner)))
    expect(await states()).toEqual({ failed: 1, sent: 1 })
  })

  test('is found again when the platform reports that it did not arrive', async () => {
    await put(`${serial}-late`, text('您好'), { code: 'WC' })
    await drainOutbox(deps)
    const report = { platformId: `m-${serial}-late`, reason: 'rejected by the person' }
    await inWork(({ tx }) => settleLost(deps, tx, conversationIdOf(owner), report))
    expect(lost).toEqual([{ key: `${serial}-late`, reason: 'rejected by the person' }])
  })

  test('tells of a used-up budget for the whole conversation, and goes on when the owner writes', async () => {
    await ownerWrites()
    kf.failures.push(new SendRefused('window', '95001', 'too many'))
    await put(`${serial}-end`, text('请评价'), { code: 'END' })
    await drainOutbox(deps)
    await put(`${serial}-next`, text('已登记'), { purpose: 'notice' })
    await drainOutbox(deps)
    expect(kf.sent).toEqual([])
    expect(await states()).toEqual({ held: 2 })
    await ownerWrites()
    await drainOutbox(deps)
    expect(kf.sent.map(({ key }) => key).sort()).toEqual([`${serial}-end`, `${serial}-next`])
  })

  test('gives way to newer news of its matter, whichever lane those go by', async () => {
    const notice = { purpose: 'notice', topic: `ticket/T${serial}` } as const
    await ownerWrites()
    kf.failures.push(new SendRefused('window', '95001', 'too many'))
    await put(`${serial}-old`, text('已接单'), { ...notice, code: 'END' })
    await drainOutbox(deps)
    await put(`${serial}-new`, text('已到场'), notice)
    await ownerWrites()
    await drainOutbox(deps)
    expect(kf.sent.map(({ key }) => key)).toEqual([`${serial}-new`])
  })

  test('goes to the new id of somebody who got one', async () => {
    await put(`${serial}-card`, text('已处理'), { to: worker, code: 'R' })
    const next = `li${serial}`
    await inWork(({ tx }) => readdress(tx, conversationIdOf(worker), next))
    await drainOutbox(deps)
    expect(app.sent.map(({ to }) => to.user)).toEqual([next])
  })

  test('is sent by its own loop alone, and once', async () => {
    await put(`${serial}-code`, text('您好'), { code: 'WC' })
    await put(`${serial}-card`, text('新工单'), { to: worker })
    expect(await others()).toBe(1)
    expect(await codes()).toBe(1)
    expect(await drainOutbox(deps)).toBe(0)
    expect([kf.sent.length, app.sent.length]).toEqual([1, 1])
  })
})

describe('before it is sent, a message', () => {
  test('is dropped when it was overtaken', async () => {
    await ownerWrites()
    dropGuarded = true
    await put(`${serial}-r`, text('还在吗'), {
      purpose: 'reminder',
      guard: { runId: 'r', generation: 1 },
    })
    await put(`${serial}-a`, text('好的'))
    await drainOutbox(deps)
    expect(kf.sent.map((sending) => sending.key)).toEqual([`${serial}-a`])
  })

  test('waits when a member was written to too often in a minute', async () => {
    for (let n = 0; n < 30; n++) await put(`pace-${serial}-${n}`, text(`${n}`), { to: worker })
    await drainOutbox(deps)
    expect(app.sent).toHaveLength(28)
    clock.advance(60_000)
    await drainOutbox(deps)
    expect(app.sent).toHaveLength(30)
  })
})

function text(words: string): Outgoing {
  return { kind: 'text', text: words }
}

function menu(words: string): Outgoing {
  return { kind: 'menu', text: words, options: [{ token: 't', label: '好' }] }
}

function inWork<T>(run: (at: Putting) => Promise<T>): Promise<T> {
  return database.db
    .transaction()
    .execute((tx) => run({ tx, now: clock.now(), newId, seals: testSeals }))
}

function put(key: string, message: Outgoing, change: Partial<NewOutgoing> = {}): Promise<void> {
  return inWork((at) => putOutgoing(at, { key, to: owner, message, purpose: 'reply', ...change }))
}

async function ownerWrites(): Promise<void> {
  clock.advance(1_000)
  const incoming = {
    key: newId(),
    from: owner,
    sentAt: clock.now(),
    content: { kind: 'text' as const, text: '在吗' },
  }
  await keepIncoming(database.db, [incoming], {
    clock,
    newId,
    rules: inboxRules,
    seals: testSeals,
    isUrgent: () => false,
  })
}

async function states(to: Address = owner): Promise<Record<string, number>> {
  const rows = await database.db
    .selectFrom('outbox_item')
    .select(['state', (set) => set.fn.countAll<string>().as('count')])
    .where('lane', 'in', lanesOf(conversationIdOf(to)))
    .groupBy('state')
    .execute()
  return Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]))
}
