/** Flow files edited while people talk: who began before finishes as they began, who begins after follows the edit. */
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLiveFlows } from '../../../src/conversation/flows/live-flows.ts'
import { versionSweeper } from '../../../src/conversation/flows/old-versions.ts'
import { deskRegistry } from '../../../src/conversation/registry.ts'
import { conversationOf, openTalkDesk, type TalkDesk } from '../../support/talk-desk.ts'

const PRAISE = 'praise/praise.flow.yaml'
const WORDS = 'praise/praise.test.yaml'
const COMPLAINT = 'complaint/complaint.flow.yaml'
const DAY_MIN = 24 * 60
let folder: string
let desk: TalkDesk

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guanjia-flows-'))
  cpSync(new URL('../../../flows', import.meta.url).pathname, folder, { recursive: true })
  desk = await openTalkDesk({ flowFolder: folder })
  await desk.owner('先来', '7-3-1204')
  await desk.owner('后到', '7-3-1203')
})
afterEach(async () => {
  await desk.close()
  rmSync(folder, { recursive: true })
})

function edit(path: string, ...edits: readonly (readonly [from: string, to: string])[]): void {
  let text = readFileSync(join(folder, path), 'utf8')
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`)
    text = text.replaceAll(from, to)
  }
  writeFileSync(join(folder, path), text)
}

async function renew(): Promise<readonly string[]> {
  return (await desk.talk.flows.renew()).problems
}

const says = async (user: string, ...texts: readonly string[]) =>
  (await desk.say(user, ...texts)).join('\n')
const last = async (user: string, ...texts: readonly string[]) =>
  (await desk.say(user, ...texts)).at(-1)
const versions = () =>
  desk.db
    .selectFrom('flow_version')
    .select(['hash', 'revision', 'retiredAt', 'carriedTo'])
    .where('flow', '=', 'praise')
    .orderBy('publishedAt')
    .execute()

/** One question more, and another name for the one before. */
const ASKS_WHEN = [
  ['id: whom', 'id: who_was_it'],
  ['想表扬哪一位？', '是哪位同事呢？'],
] as const

test('better words are heard in a talk that has begun', async () => {
  expect(await says('先来', '我要表扬')).toContain('请说说是哪位同事、做了什么')
  edit(PRAISE, ['请核对：\n      表扬', '请您看看：\n      表扬'])
  expect(await renew()).toEqual([])
  expect(await says('先来', '王师傅特别耐心，修得很好')).toContain('请您看看：')
  expect(await versions()).toHaveLength(1)
})

test('a talk finishes as it began, a new one follows the edit', async () => {
  expect(await says('先来', '表扬一下：昨天下雨有人帮我搬东西')).toContain('想表扬哪一位？')
  edit(PRAISE, ...ASKS_WHEN)
  expect(await renew()).toEqual([])
  expect(await says('后到', '表扬一下：昨天下雨有人帮我搬东西')).toContain('是哪位同事呢？')
  expect(await says('先来', '小李', '提交')).toContain('谢谢您，已登记')
  expect(await says('后到', '小李', '提交')).toContain('谢谢您，已登记')
  expect((await versions()).map(({ retiredAt }) => retiredAt !== null)).toEqual([true, false])
})

test('a set with an error leaves the one before in place, names the line, and is taken once it is mended', async () => {
  edit(PRAISE, ['decline: dropped', 'decline: nowhere'], ['想表扬哪一位？', '是哪位同事呢？'])
  const problems = await renew()
  expect(problems.join('\n')).toMatch(/^praise\/praise\.flow\.yaml:\d+:\d+ error .*nowhere/m)
  expect(desk.talk.flows.state.problems).toEqual(problems)
  expect(await says('后到', '表扬一下：昨天下雨有人帮我搬东西')).toContain('想表扬哪一位？')
  edit(PRAISE, ['decline: nowhere', 'decline: dropped'])
  expect(await renew()).toEqual([])
  expect(await says('后到', '取消', '表扬一下：昨天下雨有人帮我搬东西')).toContain('是哪位同事呢？')
})

test.each([
  [
    'half a file',
    () => writeFileSync(join(folder, PRAISE), 'dsl: 1\nflow: pra'),
    'praise.flow.yaml',
  ],
  ['an empty file', () => writeFileSync(join(folder, PRAISE), ''), 'praise.flow.yaml'],
  ['no YAML', () => writeFileSync(join(folder, PRAISE), '\u0000{{{'), 'praise.flow.yaml'],
  ['a folder where a file was', () => rmSync(join(folder, '_bot.yaml')), '_bot.yaml'],
  [
    'a flow file of 600 MB',
    () => truncateSync(join(folder, PRAISE), 600 * 1024 * 1024),
    'praise.flow.yaml:1:1 error syntax: 文件过大',
  ],
  [
    'cards of 600 MB',
    () => truncateSync(join(folder, '_cards/tasks.yaml'), 600 * 1024 * 1024),
    '_cards/tasks.yaml:1:1 error syntax: 文件过大',
  ],
  [
    'a thousand small files',
    () => {
      for (let index = 0; index < 1000; index++)
        writeFileSync(join(folder, `praise/n${index}.flow.yaml`), 'dsl: 1')
    },
    'n999.flow.yaml',
  ],
  [
    'no text',
    () => edit('_text/conversation.zh-CN.yaml', ['unknown_member:', 'unknown:']),
    'conversation.unknown_member',
  ],
  [
    'a broken text',
    () =>
      edit('_text/conversation.zh-CN.yaml', [
        'unknown_member: ',
        'unknown_member: "{{ nobody | closes"\n  more: ',
      ]),
    'conversation.zh-CN.yaml',
  ],
])('%s is told and changes nothing', async (_, spoil, named) => {
  const { since } = desk.talk.flows.state
  spoil()
  expect((await renew()).join('\n')).toContain(named)
  expect(desk.talk.flows.state.since).toEqual(since)
  expect(await says('先来', '我要表扬')).toContain('请说说是哪位同事、做了什么')
})

test('new words of notes are taken over with the flows', async () => {
  const words = desk.talk.turns.words
  const before = words.text('conversation.unknown_member', {})
  const path = '_text/conversation.zh-CN.yaml'
  const line = readFileSync(join(folder, path), 'utf8').match(/unknown_member: .*/)?.[0] ?? ''
  edit(path, [line, 'unknown_member: 您还不在名册上'])
  expect(await renew()).toEqual([])
  expect(before).not.toBe('您还不在名册上')
  expect(words.text('conversation.unknown_member', {})).toBe('您还不在名册上')
})

test('a flow that was deleted ends no talk that has begun, and cannot be started', async () => {
  expect(await says('先来', '表扬一下：昨天下雨有人帮我搬东西')).toContain('想表扬哪一位？')
  rmSync(join(folder, 'praise'), { recursive: true })
  edit(COMPLAINT, ['jump: praise', 'jump: enquiry'])
  expect(await renew()).toEqual([])
  expect(await says('后到', '我要表扬')).not.toContain('请说说是哪位同事')
  expect(await says('先来', '小李', '提交')).toContain('谢谢您，已登记')
})

test('a flow that was renamed ends no talk that has begun, and is found by its words', async () => {
  expect(await says('先来', '表扬一下：昨天下雨有人帮我搬东西')).toContain('想表扬哪一位？')
  edit(PRAISE, ['flow: praise', 'flow: thank_staff'])
  edit(COMPLAINT, ['jump: praise', 'jump: thank_staff'])
  renameSync(join(folder, PRAISE), join(folder, 'praise/thank_staff.flow.yaml'))
  renameSync(join(folder, WORDS), join(folder, 'praise/thank_staff.test.yaml'))
  renameSync(join(folder, 'praise'), join(folder, 'thank_staff'))
  expect(await renew()).toEqual([])
  expect(await says('后到', '表扬一下：昨天下雨有人帮我搬东西')).toContain('想表扬哪一位？')
  expect(await says('先来', '小李', '提交')).toContain('谢谢您，已登记')
})

test('an edition that carries talks on is what they go on in at once', async () => {
  expect(await says('先来', '我要表扬')).toContain('请说说是哪位同事、做了什么')
  edit(
    PRAISE,
    ['revision: 1', 'revision: 2\nmigrate: {from: 1, mode: carry}'],
    ['min: 2, max: 30', 'min: 3, max: 30'],
  )
  expect(await renew()).toEqual([])
  expect(await says('先来', '昨天下雨有人帮我搬东西', '小李')).not.toContain('请核对')
  expect(await says('先来', '小李子', '提交')).toContain('谢谢您，已登记')
  const [old, now] = await versions()
  expect(old).toMatchObject({ revision: 1, carriedTo: now?.hash })
  expect(now).toMatchObject({ revision: 2, carriedTo: null, retiredAt: null })
})

test('an edition that could not carry them on is refused, with what keeps it from it', async () => {
  expect(await says('先来', '表扬一下：昨天下雨有人帮我搬东西')).toContain('想表扬哪一位？')
  edit(PRAISE, ['revision: 1', 'revision: 2\nmigrate: {from: 1, mode: carry}'], ...ASKS_WHEN)
  expect((await renew()).join('\n')).toMatch(/praise\.flow\.yaml.*步骤“whom”没有了/)
  expect(await versions()).toHaveLength(1)
  expect(await says('后到', '表扬一下：昨天下雨有人帮我搬东西')).toContain('想表扬哪一位？')
  expect(await says('先来', '小李', '提交')).toContain('谢谢您，已登记')
})

test('an edit taken back is the first version again, and talks of both finish', async () => {
  const original = readFileSync(join(folder, PRAISE), 'utf8')
  await says('先来', '表扬一下：昨天下雨有人帮我搬东西')
  edit(PRAISE, ...ASKS_WHEN)
  await renew()
  await says('后到', '表扬一下：昨天下雨有人帮我搬东西')
  writeFileSync(join(folder, PRAISE), original)
  expect(await renew()).toEqual([])
  const [first, second] = await versions()
  expect([first?.retiredAt, second?.retiredAt !== null]).toEqual([null, true])
  expect(await says('先来', '小李', '提交')).toContain('谢谢您，已登记')
  expect(await says('后到', '小李', '提交')).toContain('谢谢您，已登记')
})

test('readings asked for at the same moment come one after the other, and one that changes nothing does nothing', async () => {
  edit(PRAISE, ...ASKS_WHEN)
  const { since } = desk.talk.flows.state
  desk.advance(1)
  const states = await Promise.all([1, 2, 3].map(() => desk.talk.flows.renew()))
  expect(new Set(states.map((state) => state.since.getTime())).size).toBe(1)
  expect(states[0]?.since).not.toEqual(since)
  expect(await versions()).toHaveLength(2)
})

test('two processes that start at the same moment publish the same', async () => {
  edit(PRAISE, ...ASKS_WHEN)
  const registry = deskRegistry()
  const open = () => openLiveFlows({ db: desk.db, folder, registry, now: () => desk.clock.now() })
  const [one, other] = await Promise.all([open(), open()])
  expect(one.book.flows.flows.get('praise')?.hash).toBe(other.book.flows.flows.get('praise')?.hash)
  expect((await versions()).filter(({ retiredAt }) => retiredAt === null)).toHaveLength(1)
})

test('what does something the desk no longer offers is begun anew, with what was said', async () => {
  await says('先来', '表扬一下：昨天下雨有人帮我搬东西')
  edit(PRAISE, ...ASKS_WHEN)
  await renew()
  const [old] = await versions()
  // As if it had been published by a desk that offered more.
  await sql`update flow_version set compiled = replace(compiled::text, 'tickets.create', 'tickets.frame')::jsonb
    where hash = ${old?.hash}`.execute(desk.db)
  expect(await says('先来', '小李')).toContain('表扬的办理方式更新了')
  expect(await says('先来', '提交')).toContain('谢谢您，已登记')
})

test('a version goes two weeks after it was let go, but not while somebody stands in it', async () => {
  const sweep = versionSweeper(14)
  const sweeps = () =>
    desk.db
      .transaction()
      .execute((tx) => sweep(desk.talk.makeWork(tx, { kind: 'system', name: 'test' })))
  await says('先来', '表扬一下：昨天下雨有人帮我搬东西')
  edit(PRAISE, ...ASKS_WHEN)
  await renew()
  desk.advance(13 * DAY_MIN)
  await sweeps()
  expect(await versions()).toHaveLength(2)
  desk.advance(2 * DAY_MIN)
  await sweeps()
  expect(await versions()).toHaveLength(2)
  // Finished or begun anew, nobody stands in it; the draft that can still be changed is kept a day.
  await says('先来', '取消', '是')
  desk.advance(8 * DAY_MIN)
  await sweeps()
  expect(await versions()).toHaveLength(1)
})

test('a talk whose versions were never noted keeps all of them until that is done', async () => {
  const sweep = versionSweeper(14)
  const sweeps = () =>
    desk.db
      .transaction()
      .execute((tx) => sweep(desk.talk.makeWork(tx, { kind: 'system', name: 'test' })))
  const id = conversationOf('先来')
  await says('先来', '表扬一下：昨天下雨有人帮我搬东西')
  await desk.db
    .updateTable('conversation')
    .set({ versionPins: null })
    .where('id', '=', id)
    .execute()
  edit(PRAISE, ...ASKS_WHEN)
  await renew()
  desk.advance(20 * DAY_MIN)
  await sweeps()
  const { versionPins } = await desk.db
    .selectFrom('conversation')
    .select('versionPins')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect(Object.values(versionPins as object)).toEqual([null])
  await sweeps()
  expect(await versions()).toHaveLength(2)
  expect(await last('先来', '小李')).toContain('办理方式更新了')
})
