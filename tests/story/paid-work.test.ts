import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import { card, menu } from '../support/story/phone.ts'

const NUMBER = 'BX20261123-0001'

chapter('Paid work: quoted, agreed, mended, charged to the fen, confirmed', (cast) => {
  const { liNa, liJun, clock, desk } = cast
  const ticket = () =>
    desk.db.selectFrom('ticket').selectAll().where('number', '=', NUMBER).executeTakeFirstOrThrow()
  const bills = () =>
    desk.db.selectFrom('bill').selectAll().where('source', '=', 'ticket').execute()

  test('a tap drips, and somebody comes to look', async () => {
    await clock.strikes('09:10')
    await liNa.says('水龙头坏了，尽快来')
    await liNa.hears(/有照片吗/)
    await liNa.says('没有')
    await liNa.hears(menu(['问题：水龙头坏了', '位置：1栋1单元301'], '提交', '修改', '不报了'))
    await liNa.says('提交')
    await liNa.hears([`单号${NUMBER}`, '由业主付费：师傅到场先报价，您同意了才动工'])
    await liJun.hears(card('报修待接单', { 工单号: NUMBER }, ['接单', '退单']))
    await liJun.says('接单')
    await liJun.hears(card(`${NUMBER} 已接单`), `${NUMBER}已接单：1栋1单元301`)
    await liNa.hears(`${NUMBER}：李军师傅（水电）已接单`)
    await liJun.says('到了')
    await liJun.hears(card(`${NUMBER} 已到场`), `${NUMBER}已记到场`)
    await liNa.hears('李军师傅已到1栋1单元301')
  })

  test('he writes a quote from the price list and reads it first; she reads every line and the total', async () => {
    await liJun.says('报价单 水龙头')
    await liJun.hears('C01 水龙头 45.00元/个（质保90天）')
    await liJun.says('报价 水龙头×1，角阀×2，人工0.5小时')
    await liJun.hears(['1. 水龙头 1个×45.00元，45.00元', '合计131.00元。发给业主吗？'])
    await liJun.says('1')
    await liJun.hearsTogether(card(`${NUMBER} 已挂起`), `${NUMBER}的报价131.00元已发给业主`)
    await liNa.hears(
      menu(
        [
          `${NUMBER}（1栋1单元301）李军师傅的报价：`,
          '2. 角阀 2个×28.00元，56.00元，质保90天',
          '3. 水电安装人工 0.5小时×60.00元，30.00元',
          '合计131.00元',
        ],
        '同意',
        '不同意',
        '再想想',
      ),
    )
    expect(await ticket()).toMatchObject({ state: 'ON_HOLD', quoteFen: null })
  })

  test('she agrees by a tap', async () => {
    await liNa.taps('同意')
    await liNa.hears(`您已同意${NUMBER}的报价131.00元，李军师傅接着处理`)
    await liJun.hearsTogether(card(`${NUMBER} 已到场`), `【已同意】${NUMBER} 1栋1单元301`)
    const quote = await desk.db.selectFrom('quote').selectAll().executeTakeFirstOrThrow()
    const { state, quoteFen, consentMsgId, consentAt } = await ticket()
    expect({ state, quoteFen, consentAt }).toEqual({
      state: 'ARRIVED',
      quoteFen: 13100,
      consentAt: quote.answeredAt,
    })
    expect(consentMsgId).toBe(quote.messageId)
    expect(consentMsgId).toEqual(expect.stringMatching(/.+/))
  })

  test('one valve was enough: the lines are corrected, more than agreed cannot be finished', async () => {
    await liJun.says('用料 水龙头×3')
    await liJun.hears('超过业主同意的131.00元')
    await liJun.says('完工')
    await liJun.hears('登记的用料超过业主同意的金额，还不能完工')
    await liJun.says('用料 水龙头×1，角阀×1，人工0.5小时')
    await liJun.hears(['1. 水龙头 1个，45.00元', '合计103.00元'])
    await liJun.says('完工，换了龙头和一个角阀')
    await liJun.hears(`${NUMBER}已完工`)
    await liNa.hearsTogether(
      `${NUMBER}：李军师傅已完工`,
      menu(
        [`${NUMBER}已完工（李军师傅），费用：`, '2. 角阀 1个，28.00元', '合计103.00元，已记入账单'],
        '确认修好',
        '没修好',
        '金额不对',
      ),
    )
    expect(await bills()).toMatchObject([
      { period: NUMBER, amountFen: 10300, paidFen: 0, state: 'UNPAID' },
    ])
  })

  test('her tap on what it came to is the signature; the score follows', async () => {
    await liNa.taps('确认修好')
    await liNa.hears(menu('打分', '5 非常满意', '4 满意', '3 一般', '2 不满意', '1 很差'))
    const confirmed = await ticket()
    expect(confirmed).toMatchObject({ state: 'CONFIRMED', closeCode: null })
    expect(confirmed.confirmedBy).toBe(confirmed.reporterPersonId)
    expect(confirmed.confirmMsgId).toEqual(expect.stringMatching(/.+/))
    expect(confirmed.confirmMsgId).not.toBe(confirmed.consentMsgId)
    const log = await desk.db
      .selectFrom('ticket_event')
      .select(['kind', 'actorKind', 'msgId'])
      .where('ticketId', '=', confirmed.id)
      .execute()
    const written = new Map(log.map(({ kind, msgId }) => [kind, msgId]))
    expect(written.get('created')).toEqual(expect.stringMatching(/.+/))
    expect(written.get('confirmed')).toBe(confirmed.confirmMsgId)
    expect(log.filter(({ actorKind, msgId }) => actorKind !== 'owner' && msgId)).toEqual([])
    await liNa.taps('4 满意')
    await liNa.hears(/来得及时吗/)
    await liNa.says('跳过')
    await liNa.hears(/服务态度/)
    await liNa.says('跳过')
    await liNa.hears(/评价|反馈/)
  })

  test('it counts as called back because it was paid, and nobody asks a second time', async () => {
    const callback = await desk.db.selectFrom('callback').selectAll().executeTakeFirstOrThrow()
    expect(callback).toMatchObject({ rule: 'paid', state: 'answered', outcome: 'fixed' })
    await clock.passes('3h')
    await liNa.hearsNothing()
    expect(await ticket()).toMatchObject({ state: 'CLOSED', closeCode: 'rated' })
  })

  test('the bill is among her fees, to the fen', async () => {
    await liNa.says('账单')
    await liNa.hears([`${NUMBER} 有偿维修费 103.00元`, '水龙头×1 45.00元、角阀×1 28.00元'])
  })
})
