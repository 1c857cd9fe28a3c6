import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import { card } from '../support/story/phone.ts'

const TRAPPED = 'QZ20261123-0001'
const GAS = 'QZ20261123-0002'
const TAKE = ['我来处理'] as const

chapter('Danger', (cast) => {
  const { chenJing, zhangWei, liJun, zhouPing, sunLei, linXia, maDong, gaoYuan, heJie } = cast
  const { robot, clock, desk } = cast
  const ticket = (number: string) =>
    desk.db.selectFrom('ticket').selectAll().where('number', '=', number).executeTakeFirstOrThrow()

  test('the alarm goes out at once, with the place the sentence named', async () => {
    await clock.strikes('09:10')
    await chenJing.says('2栋1单元有人被困在电梯里了！')
    await chenJing.hears([/已通知值班人员/, '0571-88001235', '不要扒门'])
    await zhouPing.hears(
      card('【急】求助待接单', { 工单号: TRAPPED, 位置: '2栋1单元', 类别: '电梯困人（紧急）' }),
    )
    for (const called of [sunLei, linXia, maDong]) {
      await called.hears(
        card('【险情】2栋1单元有人被困在电梯里了', { 工单号: TRAPPED, 位置: '2栋1单元' }, TAKE),
      )
    }
    await robot.hears([
      `【险情】${TRAPPED} 2栋1单元，2栋1单元有人被困在电梯里了。`,
      '林霞、马冬、孙磊',
    ])
    expect(await ticket(TRAPPED)).toMatchObject({ priority: 'urgent', buildingCode: '2' })
  })

  test('it calls again and higher until somebody takes it', async () => {
    await clock.passes('5m')
    for (const called of [sunLei, linXia, maDong, gaoYuan]) {
      const cards = (await called.reads()).map((message) => message.card?.title)
      expect(cards).toContain('【险情】2栋1单元有人被困在电梯里了')
      const open = (await called.openCards()).filter(({ title }) => title.startsWith('【险情】'))
      expect(open, called.name).toHaveLength(1)
    }
    expect((await robot.reads()).map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/^【险情】.*高远/),
    )
    await zhouPing.reads()
  })

  test('taken by one, it is off everybody else, and the person who waits hears who comes', async () => {
    await sunLei.taps('我来处理', { about: '【险情】' })
    expect((await linXia.card('【险情】')).closed).toBe('孙磊已接手')
    expect((await gaoYuan.card('【险情】')).closed).toBe('孙磊已接手')
    await robot.hears(`${TRAPPED} 2栋1单元：孙磊已接手。`)
    await chenJing.hears(/孙磊已接手您报的险情/)
    // His five minutes are over, but nobody else has it: better late than nobody.
    expect((await zhouPing.card('【急】')).closed).toBe('超时未接，已转给其他同事')
    await zhouPing.says('接单')
    await zhouPing.hears(card(`【急】${TRAPPED} 已接单`), `${TRAPPED}已接单：2栋1单元`)
    await chenJing.hears('周平师傅')
    await clock.passes('4m')
    await zhouPing.hears(/^【提醒】.*到场时限/)
    for (const called of [sunLei, linXia, maDong, gaoYuan, robot]) await called.reads()
    const rung = await desk.db
      .selectFrom('ping')
      .innerJoin('escalation_run', 'escalation_run.id', 'ping.runId')
      .select('ping.id')
      .where('reason', '=', 'hazard')
      .where('target', '=', 'robot')
      .execute()
    expect(rung).toHaveLength(2)
  })

  test('without a place it is asked for, after the alarm; the answer reaches everybody', async () => {
    await zhangWei.says('好大的煤气味！')
    await zhangWei.hears([/已通知值班人员/, '开窗', /具体位置/])
    for (const called of [sunLei, linXia, maDong]) {
      await called.hears(
        card('【险情】好大的煤气味', { 工单号: GAS, 报告人: '3栋2单元501 张伟' }, TAKE),
      )
    }
    await robot.hears([`【险情】${GAS}，好大的煤气味。`, '报告人3栋2单元501 张伟'])
    await maDong.reads()
    await zhangWei.says('3栋2单元一楼')
    await zhangWei.hears(/位置已经转给/)
    expect(await ticket(GAS)).toMatchObject({ place: '3栋2单元一楼', buildingCode: '3' })
    await robot.hears(`【位置】${GAS} 燃气泄漏，在3栋2单元一楼。`)
    await liJun.hears(
      card('【急】求助待接单', { 工单号: GAS, 类别: '燃气泄漏（紧急）' }, ['接单', '退单']),
      `【位置】${GAS} 燃气泄漏，在3栋2单元一楼。`,
    )
    for (const phone of [sunLei, linXia, maDong, heJie, zhouPing]) await phone.reads()
  })

  test('said once more it is the same alarm, not a second one', async () => {
    await zhangWei.says('煤气味越来越大了，快来人')
    await zhangWei.hears(/已再次通知值班人员/)
    const alarms = await desk.db
      .selectFrom('ticket')
      .select('number')
      .where('category', '=', 'hazard.gas')
      .execute()
    expect(alarms).toEqual([{ number: GAS }])
    await liJun.hears(`【补充】${GAS} 3栋2单元一楼：煤气味越来越大了，快来人`)
    await linXia.taps('我来处理', { about: GAS })
    await zhangWei.hears(/林霞已接手您报的险情/)
    for (const phone of [sunLei, linXia, maDong, gaoYuan, heJie, robot]) await phone.reads()
  })

  test.each([
    '燃气费怎么交',
    '这个月燃气费多少钱',
    '燃气表没电了怎么办',
    '明天有消防演习吗',
    '楼下有人抽烟',
  ])('%s is none', async (words) => {
    const before = await desk.db.selectFrom('ticket').select('number').execute()
    await chenJing.says(words)
    const [answer] = await chenJing.reads()
    expect(answer?.text).not.toContain('已通知值班人员')
    await chenJing.says('取消')
    await chenJing.reads()
    expect(await desk.db.selectFrom('ticket').select('number').execute()).toEqual(before)
  })
})
