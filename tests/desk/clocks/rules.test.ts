import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { clockRulesSchema } from '../../../src/desk/clocks/rules.ts'
import { RULES_FOLDER, readRules } from '../../../src/desk/rules.ts'
import { parseRuleFile } from '../../../src/rule-file.ts'

const text = await readFile(join(RULES_FOLDER, 'clocks.yaml'), 'utf8')
const parsed = (changed: string) => parseRuleFile(clockRulesSchema, 'clocks.yaml', changed)

function changed(from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`rules/clocks.yaml has no "${from}"`)
  return text.replace(from, to)
}

describe('the shipped promises', () => {
  test('are the trade’s: urgent in minutes round the clock, normal in office hours', async () => {
    const { clocks } = await readRules()
    const policy = (name: string) => clocks.policies.find((one) => one.name === name)?.targets
    expect(policy('紧急')?.accept).toMatchObject({ within: 300, calendar: 'always' })
    expect(policy('紧急')?.arrive).toMatchObject({ within: 1800, calendar: 'always' })
    expect(policy('普通')?.accept).toMatchObject({ within: 900, calendar: 'office' })
    expect(policy('普通')?.resolve).toMatchObject({ within: 172_800, calendar: 'workdays' })
  })

  test('name every promise in words, and the last policy fits everything', async () => {
    const { clocks } = await readRules()
    expect(Object.values(clocks.promises).every((words) => words.length > 0)).toBe(true)
    expect(clocks.policies.at(-1)).toMatchObject({ kinds: [], categories: [], priorities: [] })
  })

  test('stop only for reasons a technician can give', async () => {
    const { clocks, tickets } = await readRules()
    const known = tickets.hold.reasons.map(({ id }) => id)
    const used = clocks.policies.flatMap(({ targets }) =>
      Object.values(targets).flatMap(({ stops }) => stops),
    )
    expect(used.filter((reason) => !known.includes(reason))).toEqual([])
    expect(used).toContain('waiting_owner')
  })

  test('accept within the time after which a job is offered to the next', async () => {
    const { clocks, tickets } = await readRules()
    const { accept_minutes } = tickets.dispatch
    const accept = (name: string) =>
      clocks.policies.find((policy) => policy.name === name)?.targets.accept?.within
    expect(accept('紧急')).toBe(accept_minutes.urgent * 60)
    expect(accept('优先')).toBe(accept_minutes.high * 60)
    expect(accept('普通')).toBe(accept_minutes.normal * 60)
  })

  test('have the ladder: assignee, lead, service centre with the group, manager', async () => {
    const { clocks } = await readRules()
    for (const name of ['urgent', 'normal']) {
      const steps = clocks.chains[name]?.steps ?? []
      expect(steps.map(({ level }) => level)).toEqual([1, 2, 3, 4])
      expect(steps.map(({ targets }) => targets[0])).toEqual([
        'assignee',
        'lead',
        'service-centre',
        'manager',
      ])
      expect(steps[2]?.targets).toContain('robot')
    }
    expect(clocks.chains['hazard']).toMatchObject({ until_taken: true })
  })

  test('read moments as they are written', async () => {
    const { clocks } = await readRules()
    expect(clocks.chains['urgent']?.steps.map(({ at }) => at)).toEqual([
      { percent: 50 },
      { afterSec: 0 },
      { afterSec: 900 },
      { afterSec: 3600 },
    ])
    const before = parsed(changed('{level: 1, at: 50%', '{level: 1, at: due-10m'))
    expect(before.chains['urgent']?.steps[0]?.at).toEqual({ beforeSec: 600 })
  })
})

describe('a mistake in the file is named with its place', () => {
  test.each<[string, string, string, string]>([
    ['a shift nobody has', 'targets: [assignee]}', 'targets: [nightshift]}', 'Invalid option'],
    ['a role nobody has', 'targets: [assignee]}', "targets: ['duty:boss']}", 'Invalid option'],
    [
      'a window that is none',
      'targets: [assignee]}',
      "targets: [assignee], window: '8-22'}",
      'a window is HH:MM-HH:MM',
    ],
    [
      'an answer that may take too long',
      'answer: 15m}',
      'answer: 30m}',
      'an answer may take less than resume_after',
    ],
    ['an unknown chain', 'chain: urgent}', 'chain: urgnt}', 'no chain urgnt'],
    [
      'an unknown calendar',
      'within: 15m, calendar: office}',
      'within: 15m, calendar: offce}',
      'no calendar offce',
    ],
    ['a chain counted nowhere', 'counts_in: office', 'counts_in: nowhere', 'no calendar nowhere'],
    ['an hour 25', "fri: ['08:30-17:30']", "fri: ['08:30-25:30']", 'not a time of day'],
    ['hours without a dash', "fri: ['08:30-17:30']", "fri: ['08:30 17:30']", 'open hours are'],
    ['an unknown zone', 'zone: Asia/Shanghai', 'zone: Asia/Nowhere', 'not a time zone'],
    ['a duration without a unit', 'catch_up: 5m', 'catch_up: 5', 'catch_up'],
    ['a duration of nothing', 'catch_up: 5m', 'catch_up: 0m', 'not a duration'],
    ['a share of more than all', 'at: 80%', 'at: 180%', 'not a moment'],
    ['a level 5', 'level: 4, at: due+60m', 'level: 5, at: due+60m', 'steps.3.level'],
    ['a target nobody knows', 'targets: [assignee]', 'targets: [boss]', 'targets'],
    ['an unknown clock kind', 'accept: {within: 10m', 'acept: {within: 10m', 'acept'],
    [
      'a repeat in the middle',
      'targets: [lead, dispatcher]}',
      'targets: [lead, dispatcher], repeat: {every: 5m, times: 2}}',
      'only the last step may repeat',
    ],
    [
      'a last step that is silent at night',
      'targets: [manager, robot], repeat',
      'targets: [manager], repeat',
      'must ring the robot',
    ],
    [
      'a repeat without an end',
      'repeat: {every: 15m, times: 5}',
      'repeat: {every: 15m}',
      'say how often',
    ],
    [
      'an alarm that stops by itself',
      ', repeat: {every: 5m}',
      '',
      'needs a last step that repeats',
    ],
    [
      'an alarm that forgets somebody',
      'targets: [manager, service-centre, lead, robot]',
      'targets: [manager, lead, robot]',
      'calls everybody',
    ],
    ['a key nobody reads', 'quiet_hours: {from', 'quite_hours: {from', 'quite_hours'],
  ])('%s', (_name, from, to, reason) => {
    expect(() => parsed(changed(from, to))).toThrow(reason)
  })
})
