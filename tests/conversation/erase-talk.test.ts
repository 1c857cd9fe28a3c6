/** Somebody wants their talk erased: their words go everywhere, what was promised to them stays. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { adminCommand } from '../../src/cli/admin.ts'
import { talkOf } from '../../src/cli/talk-of.ts'
import { type Erased, eraseTalk } from '../../src/conversation/erase-talk.ts'
import { openTask } from '../../src/desk/tasks/open-task.ts'
import type { TaskKind } from '../../src/desk/tasks/rules.ts'
import type { Session } from '../../src/dialogue/run/session.ts'
import { FAST_LANE, lanesOf } from '../../src/outbox/lane-of.ts'
import { PROJECT } from '../support/desk/staff.ts'
import { testSeals } from '../support/seals.ts'
import { conversationOf, openTalkDesk, type TalkDesk } from '../support/talk-desk.ts'

const WHO = '东方朔'
const OTHER = '公孙胜'
const ID = conversationOf(WHO)
let desk: TalkDesk

beforeAll(async () => {
  desk = await openTalkDesk()
  await desk.owner(WHO, '7-3-1204')
  await desk.owner(OTHER, '7-3-1203')
  await desk.opens(WHO)
  await desk.say(WHO, '厨房水管漏水，明天上午9点到11点在家', '没有', '13788886666', '提交')
  await desk.say(WHO, '嘎嘣脆哒吗，我是东方朔')
  await desk.photo(WHO)
  await desk.say(OTHER, '嘎嘣脆哒吗')
  await settled()
}, 240_000)
afterAll(() => desk.close())

/** Nothing is waiting to be sent: the platform has everything. */
const settled = () => desk.db.updateTable('outbox_item').set({ state: 'sent' }).execute()

const erase = (id = ID): Promise<Erased> =>
  desk.db
    .transaction()
    .execute((tx) => eraseTalk(desk.talk.makeWork(tx, { kind: 'system', name: 'test' }), id))

async function everything(id: string): Promise<string> {
  const { rows } = await sql<{ sealed: string }>`
    select content as sealed from inbox_item where "conversationId" = ${id}
    union all select message from outbox_item where lane = any(${lanesOf(id)})
    union all select session from conversation where id = ${id} and session is not null`.execute(
    desk.db,
  )
  return rows
    .map(({ sealed }) => JSON.stringify(testSeals.openJson(sealed)))
    .sort()
    .join('\n')
}

const count = async (table: 'unmatched_sentence' | 'ticket' | 'inbox_item' | 'timer') =>
  Number(
    (
      await desk.db
        .selectFrom(table)
        .select((select) => select.fn.countAll<string>().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  )

test.each<readonly [what: string, begin: () => Promise<unknown>, end: () => Promise<unknown>]>([
  [
    'a message is being answered',
    () =>
      sql`update inbox_item set "doneAt" = null where "conversationId" = ${ID}`.execute(desk.db),
    () =>
      sql`update inbox_item set "doneAt" = now() where "conversationId" = ${ID}`.execute(desk.db),
  ],
  [
    'an answer is being sent',
    () => sql`update outbox_item set state = 'sending' where lane = ${ID}`.execute(desk.db),
    settled,
  ],
  [
    'a greeting is being sent',
    () =>
      sql`update outbox_item set state = 'sending' where lane = ${`${ID}${FAST_LANE}`}`.execute(
        desk.db,
      ),
    settled,
  ],
  [
    'people have the chat',
    () => sql`update conversation set handling = 'human' where id = ${ID}`.execute(desk.db),
    () => sql`update conversation set handling = 'bot' where id = ${ID}`.execute(desk.db),
  ],
])('while %s nothing is erased', async (_, begin, end) => {
  const before = await everything(ID)
  await begin()
  expect(await erase()).toEqual({ outcome: 'busy' })
  await end()
  expect(await everything(ID)).toBe(before)
})

test('nobody of that name has talked', async () => {
  for (const id of ['', conversationOf('谁也不是'), `${ID}' or 1=1`])
    expect(await erase(id)).toEqual({ outcome: 'unknown' })
})

test('their words are gone everywhere, the ticket and other people’s words stay', async () => {
  expect(await everything(ID)).toContain('漏水')
  const before = { tickets: await count('ticket'), rows: await count('inbox_item') }
  const words = await everything(conversationOf(OTHER))
  const erased = await erase()
  expect(erased).toMatchObject({ outcome: 'ok', talks: 1 })
  expect('messages' in erased && erased.messages).toBeGreaterThan(10)
  for (const word of ['漏水', '13788886666', '嘎嘣脆', WHO, '明天上午'])
    expect(await everything(ID)).not.toContain(word)
  expect(await everything(conversationOf(OTHER))).toBe(words)
  expect({ tickets: await count('ticket'), rows: await count('inbox_item') }).toEqual(before)
  expect(await count('unmatched_sentence')).toBe(1)
  const files = await desk.db.selectFrom('media_file').select(['conversationId', 'state']).execute()
  expect(files.filter(({ conversationId }) => conversationId === ID)).toEqual([
    { conversationId: ID, state: 'forgotten' },
  ])
})

test('nothing is left of what was said to them, the greeting neither', async () => {
  const rows = await desk.db
    .selectFrom('outbox_item')
    .select(['lane', 'message'])
    .where('lane', 'in', lanesOf(ID))
    .execute()
  expect(new Set(rows.map(({ lane }) => lane))).toEqual(new Set(lanesOf(ID)))
  for (const { message } of rows)
    expect(testSeals.openJson(message)).toEqual({ kind: 'text', text: '' })
})

test('it is in the audit log, without a word of it', async () => {
  const rows = await desk.db
    .selectFrom('audit_log')
    .select(['action', 'subjectId', 'detail'])
    .where('action', '=', 'talk.erase')
    .execute()
  expect(rows).toEqual([{ action: 'talk.erase', subjectId: ID, detail: {} }])
})

test('a task that is over repeats nothing of it; whoever still has to call them reads what to say', async () => {
  const said = '师傅明天九点到'
  const task = (key: string, kind: TaskKind, values: Record<string, string>) => ({
    ...{ key, kind, values, corpId: 'corp-1', projectId: PROJECT, role: 'agent' as const },
    conversationId: ID,
  })
  await desk.db.transaction().execute(async (tx) => {
    const work = desk.talk.makeWork(tx, { kind: 'system', name: 'test' })
    await openTask(work, task('over', 'unreached', { person: WHO, text: said, reason: '' }))
    await openTask(work, task('left', 'handoff', { person: WHO, summary: said, phone: '' }))
    await openTask(work, task('open', 'unreached', { person: WHO, text: said, reason: '' }))
    await tx.updateTable('task').set({ state: 'done' }).where('key', '=', 'over').execute()
    await tx.updateTable('task').set({ state: 'cancelled' }).where('key', '=', 'left').execute()
  })
  await settled()
  expect(await erase()).toMatchObject({ outcome: 'ok' })
  const rows = await desk.db
    .selectFrom('task')
    .select(['key', 'values'])
    .where('conversationId', '=', ID)
    .orderBy('key')
    .execute()
  expect(rows).toEqual([
    { key: 'left', values: { person: WHO, summary: '', phone: '' } },
    { key: 'open', values: { person: WHO, text: said, reason: '' } },
    { key: 'over', values: { person: WHO, text: '', reason: '' } },
  ])
})

test('they are served on as before, and the same message comes in only once', async () => {
  const before = await count('inbox_item')
  expect((await desk.say(WHO, '我的工单')).join('\n')).toContain('厨房')
  expect(await count('inbox_item')).toBe(before + 1)
})

test('what is half done ends, its reminders with it; what the desk wants to ask some day is still asked', async () => {
  await desk.say(OTHER, '厨房水管漏水')
  const id = conversationOf(OTHER)
  const { session } = await desk.db
    .selectFrom('conversation')
    .select('session')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const open = testSeals.openJson(session ?? '') as Session
  expect(open.runs).toHaveLength(1)
  const start = { flow: 'satisfaction_callback', text: '', event: { ticket: randomUUID() } }
  open.pending.push({ id: 'later', start, since: 0 })
  await desk.db
    .updateTable('conversation')
    .set({ session: testSeals.sealJson(open) })
    .where('id', '=', id)
    .execute()
  await settled()
  expect(await erase(id)).toMatchObject({ outcome: 'ok' })
  const timers = await desk.db
    .selectFrom('timer')
    .select('key')
    .where('conversationId', '=', id)
    .execute()
  expect(timers).toEqual([{ key: `${id}/later/start` }])
})

test('a second time there is nothing left to erase, and no harm in it', async () => {
  await settled()
  expect(await erase()).toMatchObject({ outcome: 'ok' })
  expect(await erase()).toMatchObject({ outcome: 'ok' })
})

test('a person is found by the number of a ticket; one that several estates have is refused', async () => {
  const { number, id } = await desk.db
    .selectFrom('ticket')
    .select(['id', 'number'])
    .executeTakeFirstOrThrow()
  const find = (whose: string) => desk.db.transaction().execute((tx) => talkOf(tx, whose))
  expect(await find(number)).toBe(ID)
  expect(await find(ID)).toBe(ID)
  await desk.db
    .insertInto('project')
    .values({ id: 'p-2', corpId: 'corp-1', code: 'P2', name: '翠苑', createdAt: new Date(0) })
    .execute()
  const twin = { id: 'twin', projectId: 'p-2', conversationId: conversationOf(OTHER) }
  await sql`insert into ticket select (jsonb_populate_record(ticket, ${JSON.stringify(twin)}::jsonb)).*
    from ticket where id = ${id}`.execute(desk.db)
  await expect(find(number)).rejects.toThrow('分不清是谁')
})

test.each<readonly [argv: readonly string[], erased: Erased, code: number, said: RegExp]>([
  [
    ['--erase-talk', 'BX1'],
    { outcome: 'ok', talks: 2, messages: 7 },
    0,
    /已删除 2 个会话里的 7 条消息/,
  ],
  [['--erase-talk', 'BX1'], { outcome: 'busy' }, 1, /什么都没有删/],
  [['--erase-talk', 'BX1'], { outcome: 'unknown' }, 1, /没有找到/],
  [['--erase-talk'], { outcome: 'unknown' }, 2, /用法/],
  [['--erase-talk', ''], { outcome: 'unknown' }, 2, /用法/],
  [['--erase-talk', 'BX1', '--new-password'], { outcome: 'unknown' }, 2, /用法/],
  [['--erase-talk', 'BX1', 'BX2'], { outcome: 'unknown' }, 2, /用法/],
])('npm run admin -- %j answers %j', async (argv, erased, code, said) => {
  const lines: string[] = []
  const answer = await adminCommand({
    argv,
    print: (line) => lines.push(line),
    replace: () => Promise.reject(new Error('nobody asked for a password')),
    erase: () => Promise.resolve(erased),
  })
  expect([answer, lines.join('\n')]).toEqual([code, expect.stringMatching(said)])
})
