/** Talks are counted step by step, what nobody understood is kept without its people, and both go after their time. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { channelSweeper } from '../../src/app/sweep-channels.ts'
import { flowsCommand } from '../../src/cli/flows.ts'
import { deskRegistry } from '../../src/conversation/registry.ts'
import {
  flowFigures,
  stepFigures,
  unmatchedSentences,
} from '../../src/conversation/talk-figures.ts'
import { readRules } from '../../src/desk/rules.ts'
import { retentionRulesSchema } from '../../src/jobs/retention-rules.ts'
import { readRuleFile } from '../../src/rule-file.ts'
import { aStaffMember, PROJECT } from '../support/desk/staff.ts'
import { testSeals } from '../support/seals.ts'
import { conversationOf, openTalkDesk, type TalkDesk } from '../support/talk-desk.ts'
import { typedLines } from '../support/typed-lines.ts'

const rules = await readRules()
const SPAN = { corpId: 'corp-1', projectIds: [PROJECT], from: '2026-11-30', to: '2026-11-30' }
let desk: TalkDesk

beforeAll(async () => {
  desk = await openTalkDesk()
  await aStaffMember(desk.db, { name: '慕容师', roles: ['technician'], skills: ['plumbing_power'] })
  await desk.owner('司马光', '7-3-1204')
  await desk.owner('张三丰', '7-3-1203')
  await desk.say('司马光', '厨房水管漏水，明天上午9点到11点在家', '没有', '13788886666', '提交')
  await desk.say('张三丰', '厨房水管漏水', '咕噜哇啦呀', '取消')
  await desk.say('司马光', '咕噜哇啦呀慕容师司马光13788886666')
  await desk.say('张三丰', '嘎嘣脆哒吗')
  await desk.say('张三丰', '嘎嘣脆哒吗')
}, 120_000)
afterAll(() => desk.close())

const read = <T>(run: (tx: Parameters<typeof flowFigures>[0]) => Promise<T>) =>
  desk.db.transaction().execute(run)

describe('figures', () => {
  test('of a flow: how many began, finished and gave up', async () => {
    const flows = await read((tx) => flowFigures(tx, SPAN))
    expect(flows.find(({ flow }) => flow === 'repair_report')).toMatchObject({
      started: 2,
      finished: 1,
      cancelled: 1,
    })
  })

  test('of its steps: where they came, what was asked in vain, and where they left', async () => {
    const steps = await read((tx) => stepFigures(tx, SPAN))
    const step = (name: string) =>
      steps.find(({ flow, step: id }) => flow === 'repair_report' && id === name)
    expect(step('contact')).toMatchObject({ entered: 1, asked: 1, answered: 1, retries: 0 })
    expect(step('submit')).toMatchObject({ entered: 1, dropped: 0 })
    expect(step('when_visit')).toMatchObject({ entered: 2, retries: 1, dropped: 1 })
    expect(steps.reduce((sum, { dropped }) => sum + dropped, 0)).toBe(1)
  })

  test('of another company, project or day are none', async () => {
    for (const other of [
      { corpId: 'corp-2' },
      { projectIds: ['project-9'] },
      { projectIds: [] },
      { from: '2026-12-01', to: '2026-12-31' },
    ])
      expect(await read((tx) => flowFigures(tx, { ...SPAN, ...other }))).toEqual([])
  })
})

test('what nobody understood is listed, most often said first, and where the talk stood', async () => {
  const all = await read((tx) => unmatchedSentences(tx, { ...SPAN, limit: 10 }))
  expect(all[0]).toMatchObject({ text: '嘎嘣脆哒吗', times: 2, isQuestion: true })
  expect(all).toContainEqual(
    expect.objectContaining({ text: '咕噜哇啦呀', flow: 'repair_report', step: 'when_visit' }),
  )
  expect(
    await read((tx) => unmatchedSentences(tx, { ...SPAN, limit: 10, questionsOnly: true })),
  ).toHaveLength(1)
})

test('nothing that is kept names anybody, a home, a number, a conversation or a run', async () => {
  const events = JSON.stringify(
    await desk.db.selectFrom('talk_event').selectAll().execute(),
    (_, value) => (typeof value === 'bigint' ? String(value) : value),
  )
  const sentences = (await desk.db.selectFrom('unmatched_sentence').select('text').execute())
    .map(({ text }) => text)
    .join()
  const row = await desk.db
    .selectFrom('conversation')
    .select('session')
    .where('id', '=', conversationOf('司马光'))
    .executeTakeFirstOrThrow()
  const runs =
    JSON.stringify(testSeals.openJson(row.session ?? '')).match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? []
  expect(runs.length).toBeGreaterThan(0)
  const theirs = ['司马光', '张三丰', '慕容', '7栋', '1204', '13788886666', '漏水', 'kf-1']
  for (const one of [...theirs, ...runs]) expect(events).not.toContain(one)
  for (const one of theirs) expect(sentences).not.toContain(one)
  expect(sentences).toContain('咕噜哇啦呀〔姓名〕〔姓名〕〔电话〕')
})

test('a message that is taken back is not kept here either; what others said is', async () => {
  const said = async () =>
    (await desk.db.selectFrom('unmatched_sentence').select('text').execute()).map(
      ({ text }) => text,
    )
  const before = await said()
  await desk.takesBack('张三丰', '哗啦咔嚓嗯呐')
  expect(await said()).toEqual(before)
  const rows = await desk.db.selectFrom('unmatched_sentence').selectAll().execute()
  expect(JSON.stringify(rows)).not.toContain(conversationOf('张三丰'))
})

test('the command prints them, and says what is wrong with a wrong order', async () => {
  const run = async (...argv: readonly string[]) => {
    const lines: string[] = []
    const code = await flowsCommand({
      argv: ['unmatched', ...argv],
      registry: deskRegistry(),
      folder: new URL('../../flows', import.meta.url).pathname,
      print: (line) => lines.push(line),
      input: typedLines(),
      desk: async () => ({
        corpId: 'corp-1',
        read: (work) =>
          desk.db
            .transaction()
            .execute((tx) => work({ tx, now: desk.clock.now(), rules, seals: testSeals })),
        close: async () => undefined,
      }),
    })
    return { code, out: lines.join('\n') }
  }
  expect(await run()).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^2× {2}嘎嘣脆哒吗 {2}〔问句〕\n/),
  })
  expect((await run('--questions')).out).toMatch(/\n1 句没听懂/)
  for (const wrong of [['--days', '0'], ['--days', '9999'], ['--days', 'x'], ['more'], ['--loud']])
    expect(await run(...wrong)).toMatchObject({ code: 2 })
})

test('both are forgotten after their times', async () => {
  const retention = await readRuleFile(
    retentionRulesSchema,
    new URL('../../rules/retention.yaml', import.meta.url).pathname,
  )
  const sweep = (days: number) =>
    desk.db
      .transaction()
      .execute((tx) =>
        channelSweeper(retention)(tx, new Date(desk.clock.now().getTime() + days * 86_400_000)),
      )
  const left = async () => ({
    events: (await desk.db.selectFrom('talk_event').select('id').execute()).length > 0,
    sentences: (await desk.db.selectFrom('unmatched_sentence').select('id').execute()).length > 0,
  })
  await sweep(retention.unmatched_days - 1)
  expect(await left()).toEqual({ events: true, sentences: true })
  await sweep(retention.unmatched_days + 1)
  expect(await left()).toEqual({ events: true, sentences: false })
  await sweep(retention.talk_event_days + 1)
  expect(await left()).toEqual({ events: false, sentences: false })
})
