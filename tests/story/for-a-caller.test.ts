import { expect, test } from 'vitest'
import { openedBy, pageVisitor } from '../support/page-visitor.ts'
import { chapter } from '../support/story/chapter.ts'
import { card } from '../support/story/phone.ts'

const NUMBER = 'BX20261123-0001'

chapter('Somebody phoned: the service centre logs it', (cast) => {
  const { linXia, wangQiang, liJun, maDong, robot, clock, desk } = cast
  const ticket = () =>
    desk.db.selectFrom('ticket').selectAll().where('number', '=', NUMBER).executeTakeFirstOrThrow()

  test('the agent types what was said on the phone, and asks only for the rest', async () => {
    await clock.strikes('09:10')
    await linXia.says('代报修 2栋1单元101客厅灯不亮，尽快')
    await linXia.hears(/业主怎么称呼/)
    await linXia.says('李阿姨')
    await linXia.hears(/业主电话/)
    await linXia.says('13812345678')
    await linXia.hears([
      '问题：客厅灯不亮',
      '位置：2栋1单元101',
      '上门：尽快',
      '李阿姨 138****5678',
      '1. 提交',
    ])
    await linXia.says('1')
    await linXia.hears(`已登记${NUMBER}`)
    await liJun.hears(card('报修待接单', { 工单号: NUMBER, 位置: '2栋1单元101' }))
    expect(await ticket()).toMatchObject({
      channel: 'phone',
      conversationId: null,
      reporterName: '李阿姨',
      contactPhoneLast4: '5678',
    })
    expect(JSON.stringify(await ticket())).not.toContain('13812345678')
  })

  test('the technician sees whom to ring, and every look at the number is kept', async () => {
    await liJun.taps('接单')
    await liJun.hears(card(`${NUMBER} 已接单`, { 联系人: '李阿姨 尾号5678' }))
    const { url = '' } = await liJun.card('已接单')
    const browser = pageVisitor()
    const page = await (await browser.open(openedBy(liJun.id, url))).text()
    expect(page).toContain('李阿姨')
    expect(page).not.toContain('13812345678')
    const revealed = await (await browser.post(url)).text()
    expect(revealed).toContain('13812345678')
    const looks = await desk.db
      .selectFrom('audit_log')
      .innerJoin('staff', 'staff.id', 'audit_log.actorId')
      .select(['action', 'userId'])
      .where('action', '=', 'phone.reveal')
      .execute()
    expect(looks).toEqual([{ action: 'phone.reveal', userId: liJun.id }])
  })

  test('without a chat the owner is not asked there: an agent calls', async () => {
    await liJun.taps('到场')
    await liJun.hears(card(`${NUMBER} 已到场`))
    await liJun.taps('完工')
    await clock.passes('2h')
    await linXia.hears(card('请致电业主', { 工单号: NUMBER, 电话: /^尾号5678/ }))
    await robot.hears(`请致电业主：${NUMBER} 2栋1单元101，完工回访：这张单没有微信会话。`)
    await linXia.says(`电话回访 ${NUMBER}`)
    await linXia.hears('业主怎么说')
    await linXia.says('没修好')
    await linXia.hears(/还说了什么/)
    await linXia.says('灯还是一闪一闪的')
    await linXia.hears(`${NUMBER}的回访已记录`)
    await liJun.hears(
      card('【返修】报修待接单', { 工单号: NUMBER }, ['接单', '退单']),
      `【补充】${NUMBER} 2栋1单元101：灯还是一闪一闪的`,
    )
    expect(await ticket()).toMatchObject({ state: 'ASSIGNED', reopenCount: 1 })
    expect(await linXia.openCards()).toEqual([])
  })

  test('whoever cannot do it gives it back, and the next one is asked', async () => {
    await liJun.taps('退单')
    await liJun.hears(card(`${NUMBER} 为什么退单？`, {}, ['确定退单']))
    await liJun.taps('退单', { reason: '手上有急活' })
    expect((await liJun.card('【返修】')).closed).toBe('您已退单')
    await wangQiang.hears(card('【返修】报修待接单', { 工单号: NUMBER }))
    await wangQiang.says('退单')
    await wangQiang.hears([`${NUMBER}为什么退`, '专业不对口'])
    await wangQiang.says('1')
    await wangQiang.hears(`${NUMBER}已退回`)
    await maDong.hears(card('无人可派，请人工派单', { 工单号: NUMBER, 位置: '2栋1单元101' }))
    await robot.hears(/^无人可派/)
    expect((await maDong.card('无人可派')).description).toContain('没有其他人可派')
  })
})
