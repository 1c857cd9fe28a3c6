import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  conversationIdOf,
  type Incoming,
  type IncomingContent,
} from '../../src/channels/channel.ts'
import { dueConversations, nextBurstAt, openItems, putOff } from '../../src/inbox/due.ts'
import { keepIncoming, keepOwn } from '../../src/inbox/keep.ts'
import { keepTogether } from '../../src/inbox/keep-together.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { type HandClock, handClock } from '../support/hand-clock.ts'
import { inboxRules } from '../support/rules.ts'
import { testSeals } from '../support/seals.ts'

const newId = () => randomUUID()
let database: TestDatabase
let clock: HandClock
let serial = 0

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  clock = handClock()
  serial++
  await database.db.deleteFrom('inbox_item').execute()
})

describe('what arrives', () => {
  test('is kept once, however often it is delivered', async () => {
    const message = from('wm1', { kind: 'text', text: '漏水' })
    expect(await keep([message])).toBe(1)
    expect(await keep([message, message])).toBe(0)
    expect(await keep([{ ...message, key: 'other' }])).toBe(1)
  })

  test('is kept once when two processes receive it at the same moment', async () => {
    const message = from('wm1', { kind: 'text', text: '漏水' })
    const counts = await Promise.all(Array.from({ length: 8 }, () => keep([message])))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1)
  })

  test('keeps the words as they are, whatever they are', async () => {
    const words = `' "; DROP TABLE inbox_item; -- \\ {{ x }} 😀 ${'长'.repeat(5_000)}`
    await keep([from('wm2', { kind: 'text', text: words })])
    const items = await itemsOf('wm2')
    expect(items[0]?.content).toEqual({ kind: 'text', text: words })
  })

  test('becomes a file to fetch when it is a photo', async () => {
    await keep([from('wm3', { kind: 'media', media: 'image', mediaId: 'MEDIA1' })])
    const [item] = await itemsOf('wm3')
    const file = await database.db
      .selectFrom('media_file')
      .selectAll()
      .where('platformId', '=', 'MEDIA1')
      .executeTakeFirstOrThrow()
    expect(file.state).toBe('waiting')
    expect(item?.content).toMatchObject({ fileId: file.id })
  })

  test('is kept but not answered when it is hours old, as after a lost cursor', async () => {
    const old = from('wm4', { kind: 'text', text: '昨天的话' })
    await keep([{ ...old, sentAt: new Date(clock.now().getTime() - 3_600_000) }])
    expect(await itemsOf('wm4')).toEqual([])
    const row = await database.db
      .selectFrom('inbox_item')
      .select('outcome')
      .where('key', '=', old.key)
      .executeTakeFirstOrThrow()
    expect(row.outcome).toBe('stale')
  })
})

describe('a burst', () => {
  test('is due when nothing new came for a while', async () => {
    await keep([from('wm5', { kind: 'text', text: '厨房' })])
    clock.advance(1_000)
    await keep([from('wm5', { kind: 'text', text: '漏水' })])
    clock.advance(1_199)
    expect(await due()).toEqual([])
    clock.advance(1)
    expect(await due()).toHaveLength(1)
  })

  test('is due at its cap although words keep coming', async () => {
    const start = clock.now().getTime()
    for (let n = 0; n < 6; n++) {
      await keep([from('wm6', { kind: 'text', text: `${n}` })])
      clock.advance(700)
    }
    expect(await nextBurstAt(database.db)).toEqual(new Date(start + 4_000))
    expect(await due()).toHaveLength(1)
  })

  test('waits longer after a photo', async () => {
    await keep([from('wm7', { kind: 'media', media: 'image', mediaId: 'M' })])
    clock.advance(2_999)
    expect(await due()).toEqual([])
    clock.advance(1)
    expect(await due()).toHaveLength(1)
  })

  test.each<[string, IncomingContent]>([
    ['a tapped menu', { kind: 'text', text: '查费用', token: 'menu:1' }],
    [
      'a tapped card',
      { kind: 'click', taskId: 't', key: 'accept', selections: {}, responseCode: 'R' },
    ],
    ['an opened chat', { kind: 'enter' }],
    ['urgent words', { kind: 'text', text: '人工' }],
  ])('is over at once with %s, with all that came before', async (_name, content) => {
    await keep([from('wm8', { kind: 'text', text: '厨房' })])
    expect(await due()).toEqual([])
    clock.advance(100)
    await keep([from('wm8', content)])
    expect(await due()).toHaveLength(1)
    expect(await itemsOf('wm8')).toHaveLength(2)
  })

  test('is in the order it was sent, not in the order it arrived', async () => {
    const first = from('wm9', { kind: 'text', text: '一' })
    clock.advance(10)
    const second = from('wm9', { kind: 'text', text: '二' })
    await keep([second])
    await keep([first])
    const items = await itemsOf('wm9')
    expect(items.map((item) => (item.content as { text: string }).text)).toEqual(['一', '二'])
  })

  test('that failed is put off as a whole', async () => {
    await keep([from('wm10', { kind: 'text', text: '一' })])
    clock.advance(2_000)
    const ids = (await itemsOf('wm10')).map((item) => item.id)
    await putOff(database.db, ids, new Date(clock.now().getTime() + 5_000), 'broken')
    expect(await due()).toEqual([])
    clock.advance(5_000)
    expect(await due()).toHaveLength(1)
    expect(await itemsOf('wm10')).toMatchObject([{ attempts: 1 }])
  })
})

describe('something of our own', () => {
  test('is heard once', async () => {
    await keep([from('wm11', { kind: 'text', text: '一' })])
    const conversationId = conversationIdOf(from('wm11', { kind: 'enter' }).from)
    const item = {
      conversationId,
      corpId: 'ww1',
      key: 'ticket.done/T1/1',
      kind: 'event' as const,
      content: { event: 'ticket.done' },
    }
    for (const _ of [1, 2]) {
      await database.db
        .transaction()
        .execute((tx) => keepOwn({ tx, now: clock.now(), newId, seals: testSeals }, item))
    }
    expect((await itemsOf('wm11')).map((row) => row.kind)).toEqual(['text', 'event'])
  })
})

describe('keeping together', () => {
  test('shares statements between callers and answers each when its own are kept', async () => {
    const groups: number[] = []
    const together = keepTogether(async (incoming) => {
      groups.push(incoming.length)
      await keep(incoming)
    })
    await Promise.all(
      Array.from({ length: 40 }, (_, n) =>
        together([from(`wg${n}`, { kind: 'text', text: `${n}` })]),
      ),
    )
    expect(groups.reduce((sum, size) => sum + size, 0)).toBe(40)
    expect(groups.length).toBeLessThan(10)
  })

  test('does not let one refused message turn away the others', async () => {
    const kept: string[] = []
    const together = keepTogether(async (incoming) => {
      await Promise.resolve()
      if (incoming.some((item) => item.key === 'bad')) throw new Error('refused')
      kept.push(...incoming.map((item) => item.key))
    })
    const calls = ['a', 'bad', 'b'].map((key) =>
      together([{ ...from('wm', { kind: 'enter' }), key }]).then(
        () => 'kept',
        () => 'refused',
      ),
    )
    expect(await Promise.all(calls)).toEqual(['kept', 'refused', 'kept'])
    expect(kept.sort()).toEqual(['a', 'b'])
  })
})

function from(user: string, content: IncomingContent): Incoming {
  const address = {
    corpId: 'ww1',
    channel: 'wecom-kf',
    account: 'wk1',
    user: `${user}-${serial}`,
  } as const
  return { key: newId(), from: address, sentAt: clock.now(), content }
}

function keep(incoming: readonly Incoming[]): Promise<number> {
  const isUrgent = (text: string) => text === '人工'
  return keepIncoming(database.db, incoming, {
    ...{ clock, newId, isUrgent },
    ...{ rules: inboxRules, seals: testSeals },
  })
}

function due() {
  return dueConversations(database.db, clock.now(), 10)
}

function itemsOf(user: string) {
  const id = conversationIdOf(from(user, { kind: 'enter' }).from)
  return database.db.transaction().execute((tx) => openItems({ tx, seals: testSeals }, id))
}
