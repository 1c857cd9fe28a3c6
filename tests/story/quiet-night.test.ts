import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import { card } from '../support/story/phone.ts'

const [FIRST, SECOND] = ['BX20261123-0001', 'BX20261123-0002'] as const
const THREE_DAYS = { timeout: 240_000 }

chapter('Two jobs that become late in the night, and one message about them', (cast) => {
  const { liNa, wangLei, liJun, heJie, sunLei, maDong, robot, clock, desk } = cast
  const everybody = Object.values(cast).filter((one) => 'reads' in one)
  const putAway = async () => {
    for (const phone of everybody) await phone.reads()
  }
  const holders = async () => {
    const rows = await desk.db
      .selectFrom('escalation_run')
      .innerJoin('ticket', 'ticket.id', 'subjectId')
      .innerJoin('staff', 'staff.id', 'ackById')
      .select(['number', 'name'])
      .where('escalation_run.state', '=', 'acknowledged')
      .orderBy('number')
      .execute()
    return rows.map(({ number, name }) => `${number} ${name}`)
  }

  test('two homes report late in the evening, and the mason comes', async () => {
    await clock.strikes('22:30')
    for (const owner of [liNa, wangLei]) {
      await owner.says('卫生间瓷砖掉了，尽快来', '没有', '提交')
      await owner.hears(/照片/, /请核对/, /单号BX20261123-000/)
    }
    for (const number of [FIRST, SECOND]) {
      await liJun.taps('接单', { about: number })
      await liJun.taps('到场', { about: number })
    }
    await putAway()
  })

  test('two days later nothing is done: nobody is called at night', THREE_DAYS, async () => {
    await clock.passes('46h')
    await putAway()
    // They were promised for 22:30.
    await clock.strikes('07:59')
    for (const one of [sunLei, maDong]) await one.hearsNothing()
    await putAway()
  })

  test('at eight the lead, the dispatcher and whoever answers for them get one card each', async () => {
    await clock.passes('2m')
    const summary = card('【汇总】免打扰时段有2件待处理', {}, ['我来处理'])
    await sunLei.hears(summary)
    await maDong.hears(summary)
    expect(await heJie.card('【汇总】')).toMatchObject({ title: '【汇总】免打扰时段有2件待处理' })
    const { questions, description } = await sunLei.card('【汇总】')
    expect(description).toBe('时限早的在前，可多选。看详情回复“查工单 0001”')
    expect(questions[0]?.options.map(({ text }) => text.slice(0, 4))).toEqual(['0001', '0002'])
    await putAway()
  })

  test('whoever ticks one has it, and the card of the rest follows', async () => {
    await sunLei.taps('我来处理', { reason: '0002' })
    expect((await sunLei.card('有2件')).closed).toBe('已接手1件，余1件')
    await sunLei.hears(card('您已接手：修复'), card('【汇总】免打扰时段有1件待处理'))
    expect(await holders()).toEqual([`${SECOND} 孙磊`])
    await robot.hearsNothing()
  })

  test('the other ticks the same one too late, and is told who has it', async () => {
    const { questions } = await maDong.card('有2件')
    expect(questions[0]?.options).toHaveLength(2)
    await maDong.taps('我来处理', { about: '有2件', reason: '0002' })
    expect((await maDong.card('有2件')).closed).toBe('他人1件，余1件')
    await maDong.hears(`${SECOND}孙磊已接手。`, card('【汇总】免打扰时段有1件待处理'))
    expect(await holders()).toEqual([`${SECOND} 孙磊`])
  })

  test('nothing ticked is asked for, and the number opens what they want to read', async () => {
    await maDong.taps('我来处理', { about: '有1件' })
    await maDong.hears('请先勾选工单，再点下面的按钮。')
    expect((await maDong.card('有1件')).closed).toBeUndefined()
    await maDong.says('查工单 0001')
    await maDong.hears(FIRST)
  })
})
