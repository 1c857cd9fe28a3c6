import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import { card, menu } from '../support/story/phone.ts'

const SINK = 'BX20261123-0001'
const SOCKET = 'BX20261124-0001'

chapter('Changes of plan: hurry, wait, pass on, take back', (cast) => {
  const { chenJing, zhangWei, wangQiang, liJun, maDong, gaoYuan, clock, desk } = cast
  const ticket = (number: string) =>
    desk.db.selectFrom('ticket').selectAll().where('number', '=', number).executeTakeFirstOrThrow()

  test('somebody with two homes is asked which, by name', async () => {
    await clock.strikes('09:10')
    await chenJing.says('洗手盆漏水，尽快')
    await chenJing.hears(menu(/房号|哪一套/, '1栋2单元201', '2栋2单元602'))
    await chenJing.taps('2栋2单元602')
    await chenJing.hears(/照片/)
    await chenJing.says('没有')
    await chenJing.hears(menu('位置：2栋2单元602', '提交', '修改', '不报了'))
    await chenJing.taps('提交')
    await chenJing.hears(`单号${SINK}`)
    await liJun.hears(card('报修待接单', { 工单号: SINK }))
  })

  test('催单 reaches whoever has it, at most once in a while', async () => {
    await chenJing.says('怎么还没人来')
    await chenJing.hears(`已经帮您催了${SINK}`)
    await liJun.hears([`【催单】${SINK} 2栋2单元602`, '业主第1次催'])
    await chenJing.says('催一下')
    await chenJing.hears(`${SINK}刚催过了，请再等一会儿`)
    await liJun.taps('接单')
    await liJun.hears(card(`${SINK} 已接单`))
    await chenJing.hears('李军师傅（水电）已接单')
    await clock.passes('30m')
    await chenJing.says('催单')
    await chenJing.hears([`已经帮您催了${SINK}`, '李军师傅会尽快处理'])
    await liJun.hears('业主第2次催')
  })

  test('a pause on the card needs a reason; the owner hears it, and when it goes on', async () => {
    await liJun.taps('挂起')
    await liJun.hears(card(`${SINK} 为什么挂起？`, {}, ['确定挂起']))
    await liJun.taps('确定挂起')
    await liJun.hears(`${SINK}还没有选原因，请在卡片上选好再提交。`)
    await liJun.taps('确定挂起', { reason: '等配件' })
    expect((await liJun.card('为什么挂起')).closed).toBe('您已挂起')
    expect((await liJun.card(`${SINK} 已接单`)).closed).toBe('已挂起')
    await liJun.hears(card(`${SINK} 已挂起`, { 原因: /^等配件到货/ }, ['恢复处理']))
    await chenJing.hears([`${SINK}暂时停下：等配件到货，预计11月26日继续`])
    expect(await ticket(SINK)).toMatchObject({ state: 'ON_HOLD', heldFrom: 'ACCEPTED' })
    await chenJing.says('我的工单')
    await chenJing.hears(
      menu([SINK, '已挂起', '等配件到货'], '催一下', '补充说明', '看详情', '撤回', '没事了'),
    )
    await chenJing.taps('没事了')
    await chenJing.hears(/^好的/)
    await liJun.taps('恢复处理')
    await liJun.hears(card(`${SINK} 已接单`))
    await chenJing.hears(`${SINK}已恢复处理，李军师傅`)
  })

  test('on the expected morning whoever forgot the pause is reminded', async () => {
    await liJun.says('挂起')
    await liJun.hears([`${SINK}为什么挂起`, '1. 等业主方便'])
    await liJun.says('等业主方便')
    await liJun.hears(/预计哪天/)
    await liJun.says('昨天')
    await liJun.hears(/晚于今天|以后/)
    await liJun.says('明天')
    await liJun.hears(card(`${SINK} 已挂起`), `${SINK}已挂起，业主会收到说明`)
    await chenJing.hears('等业主方便，预计明天继续')
    await clock.strikes('08:31')
    for (const boss of [maDong, gaoYuan]) await boss.hears('【早报】')
    await clock.passes('7m')
    await liJun.hears(`【到期】${SINK} 2栋2单元602，挂起已到预计日期`)
    await liJun.says('恢复')
    await liJun.hears(card(`${SINK} 已接单`), `${SINK}已恢复处理`)
  })

  test('what the platform lets nobody send waits until the owner writes', async () => {
    await chenJing.hearsNothing()
    await chenJing.says('我的工单')
    await chenJing.hears(
      `${SINK}已恢复处理，李军师傅`,
      menu([SINK, '已接单', '师傅：李军'], '催一下', '补充说明', '看详情', '撤回', '没事了'),
    )
    await chenJing.taps('没事了')
    await chenJing.hears(/^好的/)
  })

  test('转单 goes to a named colleague, with a reason; the owner hears the new name', async () => {
    await liJun.says('转单')
    await liJun.hears([`${SINK}转给谁`, '王强（水电）'])
    await liJun.says('转给王强')
    await liJun.hears(/为什么转/)
    await liJun.says('手上有急活')
    await liJun.hears(`${SINK}已转给王强`)
    expect(await liJun.openCards()).toEqual([])
    await wangQiang.hears(card('报修待接单', { 工单号: SINK }, ['接单', '退单']))
    await wangQiang.taps('接单')
    await wangQiang.hears(card(`${SINK} 已接单`))
    await chenJing.hearsTogether(`${SINK}：正在为您另外安排人手`, '王强师傅（水电）已接单')
    expect(await ticket(SINK)).toMatchObject({ state: 'ACCEPTED' })
  })

  test('what the owner adds reaches the technician, photo and all', async () => {
    await chenJing.says('我的工单')
    await chenJing.hears(menu(SINK, '催一下', '补充说明', '看详情', '撤回', '没事了'))
    await chenJing.taps('补充说明')
    await chenJing.hears(/请说要补充什么/)
    await chenJing.says('是厨房旁边那个洗手盆')
    await chenJing.hears(/已经加进工单/)
    await wangQiang.hears(`【补充】${SINK} 2栋2单元602：是厨房旁边那个洗手盆`)
  })

  test('the owner takes it back: asked once, and nobody drives there in vain', async () => {
    await chenJing.says('不用修了，我自己弄好了')
    await chenJing.hears(menu(`确定撤回${SINK}`, '撤回', '不撤了'))
    await chenJing.taps('撤回')
    await chenJing.hears(`${SINK}已撤回，师傅不会再来`)
    await wangQiang.hears(`【撤单】${SINK} 2栋2单元602，业主已取消，不用过去了。`)
    expect(await wangQiang.openCards()).toEqual([])
    expect(await ticket(SINK)).toMatchObject({ state: 'CANCELLED' })
    await chenJing.says('催一下')
    await chenJing.hears(/没有在办的工单/)
  })

  test('once the technician is there it is too late to take it back alone', async () => {
    await zhangWei.says('客厅插座没电，尽快')
    await zhangWei.hears(/照片/)
    await zhangWei.says('没有')
    await zhangWei.hears(menu('请核对', '提交', '修改', '不报了'))
    await zhangWei.says('提交')
    await zhangWei.hears(SOCKET)
    const [technician] = (await liJun.openCards()).length > 0 ? [liJun] : [wangQiang]
    await technician.hears(card('报修待接单', { 工单号: SOCKET }))
    await technician.taps('接单')
    await technician.hears(card(`${SOCKET} 已接单`))
    await zhangWei.hears('已接单')
    await technician.taps('到场')
    await technician.hears(card(`${SOCKET} 已到场`))
    await zhangWei.hears('已到3栋2单元501')
    await zhangWei.says('撤回报修')
    await zhangWei.hears([SOCKET, /不能自己撤回/])
    expect(await ticket(SOCKET)).toMatchObject({ state: 'ARRIVED' })
  })
})
