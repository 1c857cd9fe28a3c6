import { expect, test } from 'vitest'
import { runTurn } from '../../../src/dialogue/run/run-turn.ts'
import { emptySession, type Session } from '../../../src/dialogue/run/session.ts'
import type { Heard } from '../../../src/dialogue/run/world.ts'
import { openDesk } from '../../../src/dialogue/testing/fakes.ts'
import { failuresOf, fixtureFlows, type Talk } from '../fixture-folder.ts'

const HOSTILE: readonly string[] = [
  '',
  ' ',
  '\n\n\n',
  '\u0000\u0001\u001b[31m',
  '\u200b\u200b',
  '\u202e反过来\u202c',
  '🙂',
  '👨‍👩‍👧‍👦'.repeat(100),
  '﷽'.repeat(200),
  'İstanbul'.repeat(100),
  '\ud800',
  '{{ user.phone }}',
  '{% for i in (1..1000000) %}x{% endfor %}',
  '{{',
  '%}',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '; DROP TABLE tickets; --',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '$(reboot)',
  '0',
  '-1',
  '1e999',
  '９９９９９９９９９９',
  '1'.repeat(2000),
  'a'.repeat(5000),
  '栋'.repeat(2000),
  '3栋2单元'.repeat(300),
  `${'二十'.repeat(1000)}点`,
  '明天上午9点'.repeat(300),
  '不是'.repeat(1000),
  '改成'.repeat(1000),
  '(((((((((((((((((((((((((((((('.repeat(60),
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',
  '是不是不是是不是',
  '第十个',
  '选99',
  'null',
  'undefined',
  'NaN',
]

const PLACES: Readonly<Record<string, Talk['talk']>> = {
  nowhere: [{ expect: {} }],
  'a free text': [{ user: '我要报修' }],
  'a choice': [{ user: '我要报修' }, { user: '墙上裂了一条缝' }],
  'a room': [{ user: '厨房漏水' }],
  'a window': [{ user: '3栋2单元501厨房漏水' }],
  photos: [{ user: '3栋2单元501厨房漏水，尽快' }],
  'an offered phone': [{ user: '3栋2单元501厨房漏水，尽快' }, { user: '没有' }],
  'a card': [{ user: '3栋2单元501厨房漏水，尽快' }, { user: '没有' }, { user: '是的' }],
  'a code': [{ user: '绑定房屋' }],
  'yes or no': [
    { event: 'tickets.done', data: { number: 'BX1', source: 'bot' } },
    { advance: '18h' },
  ],
  'a rating': [
    { event: 'tickets.done', data: { number: 'BX1', source: 'bot' } },
    { advance: '18h' },
    { user: '修好了' },
  ],
  'a building': [{ user: '投诉楼上太吵了' }],
}

test.each(Object.keys(PLACES))(
  'nothing said at %s breaks the talk or does anything',
  async (place) => {
    const { stage: ready } = await failuresOf({ talk: PLACES[place] ?? [] })
    for (const text of HOSTILE) {
      const started = performance.now()
      const desk = openDesk(fixtureFlows, {
        user: { audience: ['owner'] },
        env: ready.desk.world.env as never,
        fakes: {
          rooms: ['3-2-501'],
          'surveys.save': { ok: null },
          'tickets.reopen': { ok: null },
          'residents.bind': { wrong: null },
        },
      })
      const heard: Heard[] = [{ id: 'm', at: desk.clock, kind: 'text', text }]
      const outcome = await runTurn(
        { session: ready.session, heard, now: ready.desk.clock, turnId: 't' },
        desk.world,
      )
      const label = `${place}: ${JSON.stringify(text.slice(0, 20))}`
      expect(outcome.says.length, label).toBeGreaterThan(0)
      expect(
        outcome.events.filter(({ kind }) => kind === 'failed'),
        label,
      ).toEqual([])
      expect(JSON.parse(JSON.stringify(outcome.session)), label).toEqual(outcome.session)
      expect(JSON.stringify(outcome.session).length, label).toBeLessThan(20_000)
      expect(
        desk.calls.map(({ name }) => name).filter((name) => name === 'tickets.create'),
        label,
      ).toEqual([])
      expect(performance.now() - started, label).toBeLessThan(1500)
    }
  },
)

test('what a person types is shown, never carried out', async () => {
  const { failures } = await failuresOf({
    talk: [
      { user: '我要报修' },
      { user: '{{ user.phone }}坏了{% raw %}' },
      { user: '其他' },
      { user: '家里' },
      { user: '3栋2单元501' },
      { user: '尽快' },
      { user: '没有' },
      { user: '是的' },
      { expect: { said: '问题：{{ user.phone }}坏了{% raw %}', not_said: '问题：13800138000' } },
    ],
  })
  expect(failures).toEqual([])
})

test('a session from elsewhere with strange slots reads no prototype', async () => {
  const desk = openDesk(fixtureFlows, { user: { audience: ['owner'] }, fakes: { rooms: [] } })
  const session = JSON.parse(
    JSON.stringify(emptySession()).replace('"keys":[]', '"keys":["__proto__"]'),
  ) as Session
  const heard: Heard[] = [
    { id: 'm', at: desk.clock, kind: 'text', text: '菜单', token: '__proto__.0' },
  ]
  const outcome = await runTurn({ session, heard, now: desk.clock, turnId: 't' }, desk.world)
  expect(outcome.says[0]).toMatchObject({ text: '这个菜单已经过期了。' })
})

test.each(['', '.', 'x', 'id1', 'id1.', 'id1.-1', 'id1.99', 'id1.0.0', 'constructor.0'])(
  'the token %j of no option is told to be gone',
  async (token) => {
    const desk = openDesk(fixtureFlows, { user: { audience: ['owner'] }, fakes: { rooms: [] } })
    const heard: Heard[] = [{ id: 'm', at: desk.clock, kind: 'text', text: '我要报修', token }]
    const outcome = await runTurn(
      { session: emptySession(), heard, now: desk.clock, turnId: 't' },
      desk.world,
    )
    expect(outcome.session.runs).toEqual([])
    expect(outcome.says[0]).toMatchObject({ text: '这个菜单已经过期了。' })
  },
)
