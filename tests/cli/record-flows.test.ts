/** A talk of somebody real becomes a test of nobody: it passes as printed, and nothing personal is left in it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flowsCommand } from '../../src/cli/flows.ts'
import { deskRegistry } from '../../src/conversation/registry.ts'
import { readRules } from '../../src/desk/rules.ts'
import { readFlowFolder } from '../../src/dialogue/files/read-folder.ts'
import { findPersonal } from '../../src/dialogue/personal/find-personal.ts'
import { runSuites } from '../../src/dialogue/testing/run-suite.ts'
import { aStaffMember } from '../support/desk/staff.ts'
import { testSeals } from '../support/seals.ts'
import { conversationOf, openTalkDesk, type TalkDesk } from '../support/talk-desk.ts'
import { typedLines } from '../support/typed-lines.ts'

const FLOWS = new URL('../../flows', import.meta.url).pathname
const registry = deskRegistry()
const rules = await readRules()
let desk: TalkDesk
let ticket: string

beforeAll(async () => {
  desk = await openTalkDesk()
  await aStaffMember(desk.db, { name: '慕容师', roles: ['technician'], skills: ['plumbing_power'] })
  await desk.owner('司马相如', '7-3-1204')
  await desk.owner('邻居甲', '7-3-1203')
  await desk.say('司马相如', '你好')
  desk.advance(600)
  await desk.say(
    '司马相如',
    '7栋3单元1204厨房水管漏水，我是司马相如，慕容师傅知道，明天上午9点到11点在家',
  )
  await desk.photo('司马相如')
  await desk.say('司马相如', '好了')
  desk.advance(25)
  await desk.say(
    '司马相如',
    '电话改成13788886666，车牌粤B8K6T2，身份证440301199001011234，邮箱simaxr@mail.example.org',
    '提交',
  )
  const made = await desk.db.selectFrom('ticket').select(['number']).execute()
  ticket = made[0]?.number ?? ''
}, 300_000)
afterAll(() => desk.close())

async function record(...argv: readonly string[]) {
  const lines: string[] = []
  const code = await flowsCommand({
    argv: ['record', ...argv],
    registry,
    folder: FLOWS,
    print: (line) => lines.push(line),
    input: typedLines(),
    desk: async () => ({
      corpId: 'corp-1',
      read: (run) =>
        desk.db
          .transaction()
          .execute((tx) => run({ tx, now: desk.clock.now(), rules, seals: testSeals })),
      close: async () => undefined,
    }),
  })
  return { code, text: lines.join('\n') }
}

test('the last talk becomes a test that passes as it was printed', async () => {
  const { code, text } = await record(conversationOf('司马相如'))
  expect(code).toBe(0)
  expect(text).toMatch(/^suite: repair_report$/m)
  expect(text).toContain('media: [照片1]')
  expect(text).toContain('advance: 2')
  const files = await readFlowFolder(FLOWS)
  const path = 'recorded/recorded.test.yaml'
  const { results, problems } = await runSuites([...files, { path, text }], registry, path)
  expect(problems).toEqual([])
  expect(results[0]?.cases.map(({ failures }) => failures)).toEqual([[]])
}, 120_000)

test('nothing of theirs is left in it', async () => {
  const { text } = await record(conversationOf('司马相如'))
  const theirs = [
    '司马相如',
    '慕容',
    '7栋',
    '3单元',
    '1204',
    '7-3-1204',
    '13788886666',
    '8K6T2',
    '440301',
    'simaxr',
    'wecom-kf',
    'kf-1',
    'corp-1',
    ticket,
  ]
  for (const one of theirs) expect(text).not.toContain(one)
  const made = ['13900000001', '13900000002', '粤B00001', 'user1@example.com']
  const names = ['司马相如', '慕容师', '邻居甲']
  const lines = text
    .slice(text.indexOf('cases:'))
    .split('\n')
    .filter((line) => line.includes('- user:'))
  const left = lines
    .flatMap((line) => findPersonal(line, names))
    .filter(({ kind, text: said }) =>
      kind === 'name'
        ? names.includes(said)
        : kind !== 'room' && kind !== 'number' && !made.includes(said),
    )
  expect(left).toEqual([])
}, 120_000)

test('a ticket names its talk, however much was said since', async () => {
  const byTicket = await record('--ticket', ticket.toLowerCase())
  expect(byTicket.code).toBe(0)
  desk.advance(60 * 24)
  await desk.say('司马相如', '物业费多少钱')
  expect((await record('--ticket', ticket)).text).toBe(byTicket.text)
  expect((await record(conversationOf('司马相如'))).text).toMatch(/^suite: fee_query$/m)
}, 240_000)

test('of a talk that is too long, the end before the ticket is what is printed', async () => {
  desk.advance(60 * 24)
  for (let turn = 1; turn <= 61; turn += 1) await desk.say('邻居甲', `门禁卡多少钱${turn}`)
  await desk.say('邻居甲', '厨房水管漏水，明天上午9点到11点在家', '没有', '13788886666', '提交')
  const [last] = await desk.db
    .selectFrom('ticket')
    .select('number')
    .orderBy('createdAt', 'desc')
    .limit(1)
    .execute()
  const { text } = await record('--ticket', last?.number ?? '')
  const said = text.slice(text.indexOf('cases:')).match(/- (?:user|click): .+/g) ?? []
  expect(said.at(-1)).toMatch(/提交/)
  expect(text).toContain('厨房水管漏水')
}, 240_000)

test.each([
  [['nobody/at/all'], 1],
  [['--ticket', 'BX00000000-0000'], 1],
  [[], 2],
  [['a', '--ticket', 'b'], 2],
  [['a', 'b'], 2],
  [['--loud'], 2],
])('a wrong order %j prints no test', async (argv, code) => {
  const recorded = await record(...argv)
  expect(recorded.code).toBe(code)
  expect(recorded.text).not.toContain('cases:')
})
