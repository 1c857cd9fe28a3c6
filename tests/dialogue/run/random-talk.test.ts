import { expect, test } from 'vitest'
import type { Said } from '../../../src/dialogue/run/world.ts'
import { failuresOf, type Talk } from '../fixture-folder.ts'

const SAID = [
  '我要报修',
  '厨房漏水',
  '楼道灯不亮',
  '3栋2单元501',
  '5栋2单元501',
  '9栋9单元901',
  '3栋',
  '501',
  '明天上午9点',
  '尽快',
  '昨天',
  '没有',
  '13900139000',
  '对',
  '好',
  '不用了',
  '不对',
  '等等',
  '楼号错了，是5栋',
  '时间改成后天下午',
  '电话不对',
  '改',
  '1',
  '2',
  '3',
  '9',
  '第二个',
  '取消',
  '上一步',
  '重来',
  '重复',
  '跳过',
  '帮助',
  '人工',
  '菜单',
  '继续',
  '物业费多少钱',
  '物业费多少钱？',
  '我的工单',
  '绑定房屋',
  '123456',
  '我要投诉',
  '投诉楼上太吵',
  '几点上班',
  '你好',
  '谢谢',
  '着火了',
  '燃气费',
  '5',
  '满意',
  '不满意',
  '修好了',
  '没修好',
  '嗯哼哈嘿',
  '',
  '🙂',
  '我要报修还有物业费',
  '是的，物业费多少',
]

/** A small generator with a seed, so that a failing talk can be played again. */
function dice(seed: number): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0
    return state % sides
  }
}

type Item = Talk['talk'][number]

function randomTalk(seed: number): Item[] {
  const roll = dice(seed * 7919 + 1)
  const one = <T>(of: readonly T[]): T => of[roll(of.length)] as T
  return Array.from({ length: 40 }, (_, index): Item => {
    const others: readonly Item[] = [
      { media: [`p${index}`] },
      { advance: one(['10m', '40m', '5h', '30h', '8d']) },
      { event: 'tickets.done', data: { number: `BX${roll(4)}`, source: 'bot' } },
      { staff: one(['closed', 'expired'] as const) },
      { enter: true },
      { unreadable: '表情' },
      { restart: true },
      { together: [{ user: one(SAID) }, { user: one(SAID) }, { media: [`q${index}`] }] },
    ]
    return roll(5) < 3 ? { user: one(SAID) } : one(others)
  })
}

const isWhole = (said: Said) => said.kind === 'image' || said.text.trim() !== ''

test.each(Array.from({ length: 60 }, (_, seed) => [seed]))(
  'whatever is said, in whatever order, talk %i holds',
  async (seed) => {
    const { stage } = await failuresOf({
      user: {
        audience: 'owner',
        rooms: seed % 3 === 0 ? ['3-2-501', '5-2-501'] : seed % 3 === 1 ? ['3-2-501'] : [],
      },
      becomes: { 'residents.bind': { rooms: ['3-2-501'] } },
      fakes: {
        'tickets.list': {
          ok: {
            items: [
              { number: 'BX1', title: '漏水' },
              { number: 'BX2', title: '灯' },
            ],
          },
        },
        'tickets.show': { ok: { status: '在修' } },
        'residents.bind': [{ wrong: null }, { ok: null }],
      },
      talk: randomTalk(seed),
    })
    expect(stage.history.filter(({ kind }) => kind === 'failed')).toEqual([])
    expect(stage.says.every(isWhole)).toBe(true)
    expect(stage.session.runs.length).toBeLessThanOrEqual(4)
    expect(JSON.stringify(stage.session).length).toBeLessThan(30_000)
    // Every run is begun once and, but for those still open, ended once.
    const count = (kind: string) => stage.history.filter((event) => event.kind === kind).length
    expect(count('run_started') + count('resumed')).toBeGreaterThanOrEqual(count('ended'))
    expect(new Set(stage.desk.calls.map(({ key }) => key)).size).toBe(stage.desk.calls.length)
  },
)
