import { expect, test } from 'vitest'
import { flowsCommand } from '../../src/cli/flows.ts'
import { deskRegistry } from '../../src/conversation/registry.ts'
import { noDesk, typedLines } from '../support/typed-lines.ts'

const FLOWS = new URL('../../flows', import.meta.url).pathname

/** The real flows, on a piped talk. */
async function talk(argv: readonly string[], ...typed: readonly string[]) {
  const out: string[] = []
  const code = await flowsCommand({
    argv: ['talk', ...argv],
    registry: deskRegistry(),
    folder: FLOWS,
    print: (line) => out.push(line),
    input: typedLines(...typed),
    desk: noDesk,
  })
  return { code, out: out.join('\n') }
}

test('a repair is reported from the first word to its number, with menus and the clock', async () => {
  const { code, out } = await talk(
    ['repair_report'],
    '厨房水管漏水',
    '/time +30m',
    '3栋2单元501',
    '明天上午9点到11点',
    '没有',
    '提交',
    '/quit',
    '这句不会再听',
  )
  expect(code).toBe(0)
  expect(out).toMatch(/^〔owner，\d{4}-\d\d-\d\dT\d\d:\d\d；/)
  expect(out).toContain('管家：请简单说一下哪里坏了')
  expect(out).toMatch(/^提醒：/m)
  expect(out).toMatch(/1\. 提交\n {6}2\. 修改\n {6}3\. 不报了/)
  expect(out).toContain('管家：已登记，单号')
  expect(out).not.toContain('这句不会再听')
})

test('--verbose tells what was understood, asked of the desk and known; without it nothing of that is seen', async () => {
  const said = ['厨房水管漏水，明天上午在家', '没有', '提交']
  const { out } = await talk(['报修', '--verbose'], ...said)
  expect(out).toMatch(/ {2}· 听成 P\d+ /)
  expect(out).toMatch(/ {2}· 停在 repair_report\.\w+/)
  expect(out).toMatch(/ {2}· 已知 .*problem=.*漏水/)
  expect(out).toMatch(/ {2}· 办理 tickets\.create \{/)
  expect((await talk(['报修'], ...said)).out).not.toContain('  · ')
})

test('the last word can be taken back, and what was known before it stands again', async () => {
  const { out } = await talk([], '/back', '厨房水管漏水', '取消', '/back', '/slots')
  expect(out).toContain('〔还没有说过话〕')
  expect(out).toMatch(/〔已撤回上一句〕\n {2}· 停在 repair_report/)
  expect(out.slice(out.lastIndexOf('> /slots'))).toMatch(/problem=.*厨房水管漏水/)
})

test('photos, voice and people who give the talk back are heard', async () => {
  const { out } = await talk(
    ['repair_report'],
    '厨房水管漏水，明天上午在家',
    '/photo a.jpg b.jpg',
    '人工',
    '/staff closed',
  )
  expect(out).toContain('照片：2张')
  expect(out).toMatch(/〔转人工 \w+：/)
  expect((await talk([], '/voice 我要报修')).out).toContain('管家：请简单说一下哪里坏了')
})

test('a flow begun by an event of the desk begins with it', async () => {
  const { code, out } = await talk(['satisfaction_callback'])
  expect(code).toBe(0)
  expect(out).toMatch(/^管家：/m)
})

test('colleagues talk as what they are, and owners do not get what is theirs', async () => {
  const staff = await talk(['staff_tasks', '--as', 'staff'])
  expect(staff.out).toMatch(/^〔staff/)
  expect(staff.out).not.toContain('✗')
  const owner = await talk(['staff_tasks', '--as', 'owner'], '任务')
  expect(owner.code).toBe(0)
  expect(owner.out).not.toContain('✗')
})

test.each([
  [['repair_reprot'], 'repair_report'],
  [['repair'], 'repair_report'],
  [['报修一下'], 'repair_report'],
])('an unknown flow %j is answered with what it may have been', async (argv, meant) => {
  const { code, out } = await talk(argv)
  expect(code).toBe(2)
  expect(out).toContain(`没有流程“${argv[0]}”`)
  expect(out).toContain(meant)
})

test.each([
  [['repair_report', 'fee_query']],
  [['--loud']],
  [['repair_report', '--as', 'emperor']],
  [['__proto__']],
  [['']],
])('a wrong order %j says what is right and talks to nobody', async (argv) => {
  const { code, out } = await talk(argv, '我要报修')
  expect(code).toBe(2)
  expect(out).not.toContain('管家：')
})

test('whatever is typed, the talk goes on: wrong commands, control characters, an endless line, nothing', async () => {
  const { code, out } = await talk(
    [],
    '',
    '   ',
    '/time 3 weeks',
    '/time +99999d',
    '/fly',
    '/photo',
    '\u001b[2J\u0007我要报修',
    '很'.repeat(100_000),
    '物业费多少钱',
  )
  expect(code).toBe(0)
  expect(out).toContain('没有这个命令，或写得不对：/time 3 weeks')
  expect(out).toContain('没有这个命令，或写得不对：/fly')
  expect(out).not.toContain('\u001b')
  expect(out).not.toContain('✗')
})
