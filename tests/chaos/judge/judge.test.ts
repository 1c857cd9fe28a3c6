/** The judge finds what is wrong: each case puts one wrong thing into a desk that is right. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { keepIncoming } from '../../../src/inbox/keep.ts'
import type { ControlClient, PlatformState } from '../../../src/sandbox/control-client.ts'
import type { BubbleRow } from '../../../src/sandbox/platform/store/rows.ts'
import { watchAlarms } from '../../support/app/alarm-trace.ts'
import { watchDates } from '../../support/app/date-trace.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { inboxRules } from '../../support/rules.ts'
import { testSeals } from '../../support/seals.ts'
import { type Ledger, openLedger } from '../ledger.ts'
import { NEXT_FLOW_SAYS } from '../servers/next-release.ts'
import type { Verdict } from './evidence.ts'
import { judge } from './judge.ts'

const clock = { now: () => new Date() }
let database: TestDatabase
let ledger: Ledger
let phone: BubbleRow[]
let serial = 0

beforeAll(async () => {
  database = await openTestDatabase()
  await watchAlarms(database.db)
  await sql`INSERT INTO clock_offset (id, "offsetMs", "updatedAt") VALUES ('1', 0, now())`.execute(
    database.db,
  )
  await watchDates(database.db)
})
afterAll(() => database.close())

/** An owner wrote 漏水 and 您好; both are stored, in one turn each, answered and shown. */
beforeEach(async () => {
  await sql`TRUNCATE inbox_item, outbox_item, conversation, timer, alarm_trace, date_trace CASCADE`.execute(
    database.db,
  )
  ledger = openLedger()
  phone = []
  await says('漏水')
  await says('您好')
})

async function says(text: string): Promise<void> {
  const n = phone.length + 1
  ledger.said.push({ owner: 'zhang', text, n, at: Date.now(), answeredAt: Date.now() })
  phone.push(bubble('owner', text))
  await stores(text)
  await answers(`答${text}`)
}

async function stores(text: string, key: string = randomUUID()): Promise<void> {
  const from = { corpId: 'ww1', channel: 'wecom-kf', account: 'wk1', user: 'wmZhang' } as const
  const content = { kind: 'text', text } as const
  const deps = { clock, newId: randomUUID, rules: inboxRules, seals: testSeals }
  const incoming = [{ key, from, sentAt: clock.now(), content }]
  await keepIncoming(database.db, incoming, { ...deps, isUrgent: () => true })
  await sql`UPDATE inbox_item SET "turnId" = key, "doneAt" = now() WHERE "turnId" IS NULL`.execute(
    database.db,
  )
  await sql`UPDATE conversation SET turns = turns + 1`.execute(database.db)
}

async function answers(text: string): Promise<void> {
  await sent(text)
  phone.push(bubble('desk', text))
}

async function sent(text: string, state = 'sent'): Promise<void> {
  const address = { channel: 'wecom-kf', corpId: 'ww1', account: 'wk1', user: 'wmZhang' }
  const message = testSeals.sealJson({ kind: 'text', text })
  await sql`INSERT INTO outbox_item (id, "corpId", key, lane, address, message, purpose, state, "nextAt", "createdAt")
    VALUES (${randomUUID()}, 'ww1', ${randomUUID()}, 'lane', ${JSON.stringify(address)}::jsonb, ${message},
      'reply', ${state}, now() - interval '1 minute', now())`.execute(database.db)
}

function bubble(from: 'owner' | 'desk', text: string): BubbleRow {
  const n = ++serial
  const content = { type: 'text', text } as const
  return { phone: 'owner:zhang', n, from, msgid: `m${n}`, at: '', content }
}

/** As much of the platform as is looked at. */
const platform = () => ({
  control: {
    state: async () =>
      ({
        owners: [{ id: 'zhang', externalUserId: 'wmZhang' }],
        members: [],
      }) as unknown as PlatformState,
    readPhone: async ({ kind }: { kind: string }, after: number) => {
      const first = phone[0]?.n ?? 0
      const messages = kind === 'owners' ? phone.filter(({ n }) => n - first + 1 > after) : []
      return { mark: '', messages }
    },
  } as unknown as ControlClient,
})

async function verdict(): Promise<Verdict> {
  const { control } = platform()
  const evidence = { db: database.db, seals: testSeals, ledger, patienceMs: 5_000 }
  const read = { control } as Parameters<typeof judge>[0]['platform']
  return (await judge({ ...evidence, platform: read })).verdict
}

const wrong = async () => Object.entries(await verdict()).filter(([, count]) => count > 0)

test('nothing is wrong where everything is right', async () => {
  expect(await wrong()).toEqual([])
})

describe('what is wrong is found:', () => {
  test('words nobody stored', async () => {
    await sql`DELETE FROM inbox_item WHERE seq = (SELECT min(seq) FROM inbox_item)`.execute(
      database.db,
    )
    expect(await wrong()).toEqual([
      ['notStored', 1],
      ['turnsAmiss', 1],
    ])
  })

  test('words stored twice', async () => {
    await stores('您好')
    expect(await wrong()).toEqual([['twice', 1]])
  })

  test('words taken in another order', async () => {
    ledger.said.reverse()
    expect(await wrong()).toContainEqual(['disordered', 1])
  })

  test('words said in one go and taken in two turns', async () => {
    ledger.said.splice(0, 2, ...ledger.said.map((one) => ({ ...one, burst: 1 })))
    expect(await wrong()).toEqual([['burstsSplit', 1]])
  })

  test('words answered an hour after they were sent', async () => {
    await sql`UPDATE inbox_item SET "sentAt" = "sentAt" - interval '1 hour'
      WHERE seq = (SELECT min(seq) FROM inbox_item)`.execute(database.db)
    expect(await wrong()).toEqual([['answeredLate', 1]])
  })

  test('a talk that began with one version of a flow and ended with another', async () => {
    ledger.told.set('BX20261123-0001', 'zhang')
    for (const words of NEXT_FLOW_SAYS) await answers(words)
    expect(await wrong()).not.toContainEqual(['talksMixed', 1])
    await answers(NEXT_FLOW_SAYS[1])
    expect(await wrong()).toContainEqual(['talksMixed', 1])
  })

  test('a turn taken twice', async () => {
    await sql`UPDATE conversation SET turns = turns + 1`.execute(database.db)
    expect(await wrong()).toEqual([['turnsAmiss', 1]])
  })

  test('an owner left without an answer', async () => {
    phone.pop()
    expect(await wrong()).toEqual([
      ['unanswered', 1],
      ['sendsAmiss', 1],
    ])
  })

  test('a bubble shown twice', async () => {
    phone.push({ ...(phone.at(-1) as BubbleRow), n: ++serial })
    expect(await wrong()).toEqual([['shownTwice', 1]])
  })

  test('a bubble no row accounts for', async () => {
    phone.push(bubble('desk', '没人写过的话'))
    expect(await wrong()).toEqual([['sendsAmiss', 1]])
  })

  test('a bubble of a row that was given up, but not of one that had been tried without an answer', async () => {
    await sent('已过时', 'dropped')
    phone.push(bubble('desk', '已过时'))
    expect(await wrong()).toEqual([['sendsAmiss', 1]])
    await sql`UPDATE outbox_item SET attempts = 1 WHERE state = 'dropped'`.execute(database.db)
    expect(await wrong()).toEqual([])
  })

  test.each(['sending', 'failed', 'queued'])('a message that is %s in the end', async (state) => {
    await sent('还没发', state)
    expect(await wrong()).toEqual([['sendsAmiss', 1]])
  })

  test('a callback answered with 200 and not stored', async () => {
    ledger.posts.push({ messageId: '9000000000001', status: 200, tookMs: 3 })
    ledger.posts.push({ messageId: '9000000000002', status: 0, tookMs: 3 })
    expect(await wrong()).toEqual([['answeredNotStored', 1]])
  })

  test('a tap nobody stored', async () => {
    ledger.taps.set('li-jun', 2)
    expect(await wrong()).toEqual([['tapsLost', 2]])
  })

  test('a number an owner was told and nobody has', async () => {
    ledger.told.set('BX20261123-0001', 'zhang')
    expect(await wrong()).toEqual([['ticketsLost', 1]])
  })

  test('an alarm that is due and does not ring', async () => {
    await setAlarm(20)
    expect(await wrong()).toEqual([['alarmsLost', 1]])
  })

  test('an alarm that rings too late, but not one an outage held up', async () => {
    await setAlarm(20)
    await sql`DELETE FROM timer`.execute(database.db)
    expect(await wrong()).toEqual([['alarmsLate', 1]])
    ledger.outages.push({ from: Date.now() - 60_000, to: Date.now() })
    expect(await wrong()).toEqual([])
  })

  test('an alarm that rings before its time, but not one that is taken back', async () => {
    await setAlarm(-3_600)
    await database.db.deleteFrom('timer').where('name', '=', 'test').execute()
    expect(await wrong()).toEqual([])
    await setAlarm(-3_600)
    const { id } = await database.db.selectFrom('timer').select('id').executeTakeFirstOrThrow()
    await database.db.deleteFrom('timer').where('id', '=', id).execute()
    expect(await wrong()).toEqual([['alarmsEarly', 1]])
  })

  test('a row dated by a clock that is an hour ahead', async () => {
    const at = new Date(Date.now() + 3_600_000)
    await sql`INSERT INTO timer (id, name, key, "dueAt", payload, "createdAt")
      VALUES ('ahead', 'test', 'ahead', ${at}, '{}', ${at})`.execute(database.db)
    expect(await wrong()).toEqual([['misdated', 1]])
  })
})

async function setAlarm(secondsAgo: number): Promise<void> {
  await sql`INSERT INTO timer (id, name, key, "dueAt", payload, "createdAt")
    VALUES (${randomUUID()}, 'test', ${randomUUID()}, now() - make_interval(secs => ${secondsAgo}), '{}', now())`.execute(
    database.db,
  )
}
