import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import { card, menu } from '../support/story/phone.ts'

const NUMBER = 'BX20261123-0001'
const ASKED = menu(/请问修好了吗？$/, '修好了', '没修好')
const ANSWERS = ['接通满意', '接通不满意', '没修好', '未接通', '拒访'] as const
const OFFER = ['接单', '退单'] as const

/** Days pass, alarm by alarm. */
const THREE_DAYS = { timeout: 180_000 }

chapter('Not mended after all, and silence', (cast) => {
  const { liNa, wangLei, wangQiang, liJun, linXia, maDong, gaoYuan, robot, clock, desk } = cast
  const mornings = async (days: number) => {
    for (const boss of [maDong, gaoYuan]) await boss.hears(...Array(days).fill('【早报】'))
  }
  const ticket = (number: string) =>
    desk.db.selectFrom('ticket').selectAll().where('number', '=', number).executeTakeFirstOrThrow()
  const callback = (ticketId: string, completion: number) =>
    desk.db
      .selectFrom('callback')
      .selectAll()
      .where('ticketId', '=', ticketId)
      .where('completion', '=', completion)
      .executeTakeFirstOrThrow()

  test('a blocked toilet is reported, and mended within the hour', async () => {
    await clock.strikes('09:10')
    await liNa.says('马桶堵了，尽快来')
    await liNa.hears(/有照片吗/)
    await liNa.says('没有')
    await liNa.hears(menu(['位置：1栋1单元301', '上门：尽快'], '提交', '修改', '不报了'))
    await liNa.says('提交')
    await liNa.hears(`单号${NUMBER}`)
    await liJun.hears(card('报修待接单', { 工单号: NUMBER, 预约: '尽快' }, OFFER))
    await liJun.says('接单')
    await liJun.hears(card(`${NUMBER} 已接单`), `${NUMBER}已接单：1栋1单元301`)
    await liNa.hears(`${NUMBER}：李军师傅（水电）已接单，最晚明天09:1`)
    await liJun.says('到了')
    await liJun.hears(card(`${NUMBER} 已到场`), `${NUMBER}已记到场`)
    await liNa.hears(`李军师傅已到1栋1单元301`)
    await liJun.says('修好了')
    await liJun.hears(`${NUMBER}已完工`)
  })

  test('没修好 opens the same ticket again, and the one who knows it is asked first', async () => {
    await clock.passes('2h')
    await liNa.hears(ASKED)
    await liNa.says('没修好')
    await liNa.hears(/现在是什么情况？/)
    await liNa.says('冲水还是下不去')
    await liNa.hears(/已重新安排师傅/)
    await liJun.hears(
      card('【返修】报修待接单', { 工单号: NUMBER, 位置: '1栋1单元301' }, OFFER),
      `【补充】${NUMBER} 1栋1单元301：冲水还是下不去`,
    )
    const { id, state, reopenCount } = await ticket(NUMBER)
    expect({ state, reopenCount }).toEqual({ state: 'ASSIGNED', reopenCount: 1 })
    expect(await callback(id, 1)).toMatchObject({ state: 'answered', outcome: 'not-fixed' })
  })

  test('the second time it is mended, asked about on its own, and rated', async () => {
    await liJun.taps('接单')
    await liJun.hears(card(`${NUMBER} 已接单`))
    await liNa.hears('李军师傅（水电）已接单')
    await liJun.taps('到场')
    await liJun.hears(card(`${NUMBER} 已到场`))
    await liNa.hears('李军师傅已到')
    await liJun.taps('完工')
    await clock.passes('2h')
    await liNa.hears(ASKED)
    await liNa.taps('修好了')
    await liNa.hears(menu('打分', '5 非常满意', '4 满意', '3 一般', '2 不满意', '1 很差'))
    await liNa.taps('5 非常满意')
    await liNa.hears(menu('来得及时吗', '5 非常及时', '4 及时', '3 一般', '2 不及时', '1 太慢'))
    await liNa.says('4')
    await liNa.hears(menu('服务态度', '5 非常满意', '4 满意', '3 一般', '2 不满意', '1 很差'))
    await liNa.says('非常满意')
    await liNa.hears(/感谢您的评价|谢谢您的反馈/)
    expect(await ticket(NUMBER)).toMatchObject({ state: 'CLOSED', completions: 2 })
    const ratings = await desk.db
      .selectFrom('rating')
      .select(['score', 'speed', 'service', 'completion'])
      .execute()
    expect(ratings).toEqual([{ score: 5, speed: 4, service: 5, completion: 2 }])
  })

  const SECOND = 'BX20261123-0002'

  test('an owner who is asked and says nothing is reminded once', async () => {
    await wangLei.says('空调不制冷，尽快来看看')
    await wangLei.hears(/照片/)
    await wangLei.says('没有')
    await wangLei.hears(menu('请核对', '提交', '修改', '不报了'))
    await wangLei.taps('提交')
    await wangLei.hears(SECOND)
    await wangQiang.hears(card('报修待接单', { 工单号: SECOND }))
    await wangQiang.taps('接单')
    await wangQiang.hears(card(`${SECOND} 已接单`))
    await wangLei.hears('王强师傅（水电）已接单')
    await wangQiang.taps('到场')
    await wangQiang.hears(card(`${SECOND} 已到场`))
    await wangLei.hears('王强师傅已到2栋1单元402')
    await wangQiang.taps('完工')
    await clock.passes('2h')
    await wangLei.hears(ASKED)
    await clock.passes('19h')
    await wangLei.hearsNothing()
    await clock.passes('3h')
    await mornings(1)
    await wangLei.hears(menu([/还差一步/, SECOND, '请问修好了吗？'], '修好了', '没修好'))
  })

  test('and never again: an agent has to call', async () => {
    await clock.passes('20h')
    await mornings(1)
    await wangLei.hearsNothing()
    await linXia.hears(
      card('请致电业主', { 工单号: SECOND, 位置: '2栋1单元402', 电话: /^尾号0004/ }, [
        '我来打',
        ...ANSWERS,
      ]),
    )
    await robot.hears(`请致电业主：${SECOND} 2栋1单元402，完工回访：微信提醒后仍未答复。`)
    const { id } = await ticket(SECOND)
    expect(await callback(id, 1)).toMatchObject({ state: 'task', outcome: 'no-answer' })
  })

  test('who took the call and forgot it is called again, on one card', async () => {
    await linXia.taps('我来打')
    await linXia.hears(card('请致电业主', { 工单号: SECOND }, ANSWERS))
    await clock.strikes('11:45')
    await linXia.hears(card('【超时】请致电业主', { 工单号: SECOND }, ANSWERS))
    await robot.hears(/^【超时】请致电业主/)
    expect(await linXia.openCards()).toHaveLength(1)
  })

  test('what the owner said on the phone is kept, and the task is over', THREE_DAYS, async () => {
    await linXia.says('业主电话 0002')
    await linXia.hears([SECOND, '王磊 13800010004', '留记录'])
    await linXia.says('电话回访 0002')
    await linXia.hears(['业主怎么说', '修好了', '没修好', '联系不上'])
    await linXia.says('修好了')
    await linXia.hears(/打几分/)
    await linXia.says('4')
    await linXia.hears(/还说了什么/)
    await linXia.says('跳过')
    await linXia.hears(`${SECOND}的回访已记录`)
    expect(await linXia.openCards()).toEqual([])
    expect(await ticket(SECOND)).toMatchObject({ state: 'CLOSED', closeCode: 'called' })
    const looks = await desk.db
      .selectFrom('audit_log')
      .select(['action', 'actorId'])
      .where('action', '=', 'phone.reveal')
      .execute()
    expect(looks).toHaveLength(1)
    await clock.passes('3d')
    await mornings(3)
    for (const phone of [linXia, robot, wangLei]) await phone.hearsNothing()
  })
})
