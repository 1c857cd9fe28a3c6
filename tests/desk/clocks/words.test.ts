import { readFile } from 'node:fs/promises'
import { Liquid } from 'liquidjs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { cancelClocks } from '../../../src/desk/clocks/cancel-clocks.ts'
import { acknowledgeLadder } from '../../../src/desk/clocks/ladder/acknowledge-ladder.ts'
import { startLadder } from '../../../src/desk/clocks/ladder/start-ladder.ts'
import type { Match } from '../../../src/desk/clocks/match-policy.ts'
import { startClocks } from '../../../src/desk/clocks/start-clocks.ts'
import { FILTERS } from '../../../src/dialogue/render/filters.ts'
import { aStaffMember, PROJECT } from '../../support/desk/staff.ts'
import { type ClockDesk, openClockDesk } from './clock-desk.ts'

const text = (name: string) => readFile(new URL(`../../../flows/${name}`, import.meta.url), 'utf8')

const engine = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  lenientIf: true,
})
for (const [name, filter] of Object.entries(FILTERS)) engine.registerFilter(name, filter)

/** The words of flows/_text and the texts of flows/_cards and flows/_forms, by name. */
const words = new Map<string, string>()
beforeAll(async () => {
  flatten(parse(await text('_text/clocks.zh-CN.yaml')), '')
  flatten(parse(await text('_cards/clocks.yaml')), '')
  flatten(parse(await text('_forms/clocks.yaml')), '')
})

function flatten(value: unknown, path: string): void {
  if (typeof value === 'string') words.set(path, value)
  else
    for (const [key, inner] of Object.entries(value as object))
      flatten(inner, path ? `${path}.${key}` : key)
}

const say = (name: string, values: object): string =>
  engine.parseAndRenderSync(words.get(name) ?? `no ${name}`, values)

const late = {
  number: 'BX20261123-0007',
  title: '厨房水槽漏水',
  place: '3栋2单元501',
  reporter: '',
  priority: 'urgent',
  promise: '到场',
  assignee: '王师傅',
  due_day: '2026-11-23',
  due_time: '10:30',
  is_late: true,
  is_now: false,
  days: 0,
  hours: 1,
  minutes: 15,
  level: 3,
  people: ['孙客服', '钱调度'],
  page: 'https://desk.test/1',
  can_snooze: true,
  year: 2027,
  kind: 'alarms',
  count: 3,
  answer_minutes: 15,
  about: 'BX20261123-0007 3栋2单元501',
  is_open: true,
  day: '2026-11-24',
  time: '08:30',
}

/** What a message about more than one matter speaks of. */
const several = {
  count: 6,
  listed: 6,
  items: Array.from({ length: 6 }, () => late),
  is_outage: false,
  is_own: false,
  others: [late.number],
}

/** What came of the ticked lines of a summary. */
const answered = { taken: 2, opened: 0, others: 0, left: 0 }

describe('what people read', () => {
  test.each<[string, object, string]>([
    [
      'clocks.ping.robot',
      late,
      '【升级L3】BX20261123-0007 3栋2单元501，厨房水槽漏水。到场已超时1小时15分钟，处理人：王师傅。请孙客服、钱调度接手。',
    ],
    [
      'clocks.ping.robot',
      { ...late, people: [], assignee: '', days: 1, hours: 0 },
      '【升级L3】BX20261123-0007 3栋2单元501，厨房水槽漏水。到场已超时1天15分钟，处理人：未派单。目前无人在岗，请看到的同事接手。',
    ],
    [
      'clocks.ping.assignee',
      { ...late, is_late: false, hours: 0 },
      '【提醒】BX20261123-0007 3栋2单元501，厨房水槽漏水。到场时限11月23日(周一)10:30，还有15分钟，请尽快处理。',
    ],
    [
      'clocks.warn',
      { ...late, hours: 0, minutes: 5 },
      '【提醒】BX20261123-0007 3栋2单元501。请在11月23日(周一)10:30前到场，还有5分钟。',
    ],
    [
      'clocks.hazard.robot',
      { ...late, title: '电梯困人' },
      '【险情】BX20261123-0007 3栋2单元501，电梯困人。请孙客服、钱调度立即处理并点“我来处理”。',
    ],
    [
      'clocks.taken.robot',
      { holder: '孙客服', about: 'BX20261123-0007 3栋2单元501' },
      'BX20261123-0007 3栋2单元501：孙客服已接手。',
    ],
    [
      'clocks.no_hours.robot',
      { policy: '普通', promise: '修复' },
      '【设置】“普通”的修复时限算不出到期时间，请检查服务时间。',
    ],
    [
      'clocks.long_pause.lead',
      { ...late, days: 15 },
      '【督办】BX20261123-0007 3栋2单元501，厨房水槽漏水。已挂起15天，请核实是否继续。',
    ],
    ['clocks.card_snoozed', { day: '2026-11-24', time: '08:30' }, '11月24日(周二)08:30再提醒'],
    ['escalation.ping.buttons.1.text', { ...late, can_snooze: false }, ''],
    ['escalation.ping.buttons.1.text', late, '上班后提醒'],
    ['escalation.still.title', late, '【核实】到场还在处理吗'],
    ['escalation.still.lines.3.value', late, '15分钟内不回复将重新通知'],
    ['escalation.still_all.title', several, '【核实】这6件还在处理吗'],
    ['escalation.still_all.lines.4.value', several, '2件，一并答复'],
    ['clocks.card_taken', { holder: '孙客服' }, '孙客服已接手'],
    ['escalation.summary.title', several, '【汇总】免打扰时段有6件待处理'],
    [
      'escalation.summary.title',
      { ...several, is_outage: true },
      '【补报】系统中断后恢复，有6件待处理',
    ],
    ['escalation.summary.description', several, '时限早的在前，可多选。看详情回复“查工单 0007”'],
    [
      'escalation.summary.description',
      { ...several, count: 20, listed: 15 },
      '先列最早的15件，可多选。看详情回复“查工单 0007”',
    ],
    ['escalation.summary.questions.0.text', { item: late }, '0007 3栋2单元501 到场'],
    ['escalation.summary.submit.text', several, '我来处理'],
    ['escalation.summary.submit.text', { ...several, is_own: true }, '打开卡片'],
    [
      'clocks.digest.others',
      several,
      '还有6件没有列出：BX20261123-0007。处理完已列的会接着列，也可以回复“查工单 BX20261123-0007”直接打开。',
    ],
    [
      'clocks.digest.not_taken',
      {
        items: [
          { number: 'BX20261123-0007', done: 'taken_by_other', holder: '孙客服' },
          { number: 'BX20261123-0008', done: 'not_yours', holder: '' },
          { number: 'BX20261123-0009', done: 'over', holder: '' },
        ],
      },
      'BX20261123-0007孙客服已接手；BX20261123-0008现在不在您手上，请回复“查工单 BX20261123-0008”查看；BX20261123-0009已办结、已撤回或改了时限。',
    ],
    ['clocks.card_summary', answered, '已接手2件'],
    ['clocks.card_summary', { ...answered, taken: 0, opened: 3 }, '已打开3件'],
    ['clocks.card_summary', { ...answered, others: 1, left: 9 }, '已接手2件，他人1件，余9件'],
    [
      'clocks.card_summary',
      { ...answered, opened: 1, others: 1, left: 9 },
      '已接手2件，已打开1件，他人1件，余9件',
    ],
    ['escalation.ping.title', late, '【升级L3】到场超时'],
    ['escalation.ping.title', { ...late, is_late: false }, '【升级L3】到场临近时限'],
    ['escalation.ping.title', { ...late, is_now: true }, '【升级L3】到场到时限'],
    [
      'clocks.ping.assignee',
      { ...late, is_now: true, hours: 0, minutes: 0 },
      '【超时】BX20261123-0007 3栋2单元501，厨房水槽漏水。到场时限11月23日(周一)10:30，时间已到，请尽快处理。',
    ],
    [
      'clocks.warn',
      { ...late, days: 1, hours: 2, minutes: 0 },
      '【提醒】BX20261123-0007 3栋2单元501。请在11月23日(周一)10:30前到场，还有1天2小时。',
    ],
    ['escalation.hazard.title', { ...late, title: '电梯困人' }, '【险情】电梯困人'],
  ])('%s', (name, values, expected) => {
    expect(say(name, values)).toBe(expected)
  })

  test('no sentence is longer than sixty characters, and every template has what it needs', () => {
    const about = { holder: '孙客服', about: late.number, policy: '普通', days: 3 }
    const done = { ...late, holder: '孙客服', done: 'taken_by_other' }
    const summed = {
      taken: 2,
      opened: 1,
      left: 3,
      item: late,
      items: several.items.map(() => done),
    }
    const values = { ...late, ...about, ...several, ...summed }
    for (const name of words.keys()) {
      const sentences = say(name, values).split(/[。；]/)
      expect(Math.max(...sentences.map((sentence) => sentence.length)), name).toBeLessThanOrEqual(
        60,
      )
    }
  })

  test('what an owner wrote is shown, never run', () => {
    const title = '{{ page }}{% raw %}'
    expect(say('escalation.hazard.title', { ...late, title })).toBe(`【险情】${title}`)
  })

  test('the lines of a card fit the platform', () => {
    const labels = [...words.keys()].filter((name) => name.endsWith('.label'))
    expect(labels.length).toBeGreaterThan(5)
    for (const name of labels) expect([...say(name, late)].length, name).toBeLessThanOrEqual(5)
    for (const name of labels) {
      const value = say(name.replace(/label$/, 'value'), { ...late, ...several })
      expect(value.length, name).toBeLessThanOrEqual(26)
    }
  })
})

describe('everything that is really told', () => {
  let desk: ClockDesk
  beforeAll(async () => {
    desk = await openClockDesk()
    for (const role of ['technician', 'lead', 'dispatcher', 'agent', 'manager'] as const) {
      await aStaffMember(desk.db, { name: role, roles: [role] })
    }
  })
  afterAll(() => desk.close())

  test('has words, and brings every value they need', async () => {
    const { id: technician } = await desk.db
      .selectFrom('staff')
      .select('id')
      .where('name', '=', 'technician')
      .executeTakeFirstOrThrow()
    const ticket = desk.aTicket({ assigneeStaffId: technician })
    const danger = desk.aTicket({ title: '电梯困人' })
    const match: Match = {
      kind: 'repair',
      categories: ['water', 'water.leak'],
      calendar: 'business',
      priority: 'urgent',
    }
    await desk.work(async (work) => {
      const at = { projectId: PROJECT, startAt: work.now }
      await startClocks(work, { ...at, subject: ticket, kinds: ['arrive', 'resolve'], match })
      const hazard = { subject: danger, reason: 'hazard', chain: 'hazard', dueAt: work.now }
      await startLadder(work, { ...at, ...hazard })
    })
    await desk.moveTo('2026-11-23T11:00:00+08:00')
    await desk.work((work) => acknowledgeLadder(work, ticket, technician))
    await desk.work((work) => cancelClocks(work, ticket, 'done'))
    const told = desk.tell.told.map((note) => {
      if (note.to === 'photo') return note.to
      if (note.to !== 'card') return `${note.to} ${say(note.words, note.values)}`
      const parts = [...words.keys()].filter((name) => name.startsWith(`${note.card}.`))
      return `card ${parts.map((name) => say(name, note.values)).join(' ')}`
    })
    expect(told.filter((text) => text.includes('no '))).toEqual([])
    expect(told.find((text) => text.startsWith('staff 【提醒】'))).toContain('还有15分钟')
    expect(told.find((text) => text.startsWith('card 【升级L2】'))).toContain('到场到时限')
    expect(told.find((text) => text.startsWith('card 【险情】'))).toContain('我来处理')
    expect(told.find((text) => text.startsWith('robot 【升级L3】'))).toContain('已超时15分钟')
    expect(told).toContain('close technician已接手')
  })
})
