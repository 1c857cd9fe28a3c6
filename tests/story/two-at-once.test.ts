import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import { card, menu } from '../support/story/phone.ts'

const NUMBER = 'BX20261123-0001'

chapter('A lamp in the stairwell, and two technicians who tap at once', (cast) => {
  const { fangKe, chenJing, wangQiang, liJun, clock, desk } = cast

  test('a visitor reports it: no room is needed, and everybody who can may grab it', async () => {
    await clock.strikes('09:10')
    await fangKe.says('3栋1单元楼道灯不亮')
    await fangKe.hears(/照片/)
    await fangKe.says('没有')
    await fangKe.hears(/联系电话/)
    await fangKe.says('13700007777')
    await fangKe.hears(menu([/位置：3栋/, '137****7777'], '提交', '修改', '不报了'))
    await fangKe.says('提交')
    await fangKe.hears(`单号${NUMBER}`)
    for (const technician of [wangQiang, liJun]) {
      await technician.hears(card('报修待接单', { 工单号: NUMBER, 位置: /^3栋/ }, ['接单', '退单']))
    }
  })

  test('one of the two has it, the other learns who', async () => {
    await Promise.all([wangQiang.tapsAtOnce('接单'), liJun.tapsAtOnce('接单')])
    await desk.idle()
    const { assigneeId } = await desk.db
      .selectFrom('ticket')
      .select('assigneeId')
      .where('number', '=', NUMBER)
      .executeTakeFirstOrThrow()
    const { userId } = await desk.db
      .selectFrom('staff')
      .select('userId')
      .where('id', '=', assigneeId)
      .executeTakeFirstOrThrow()
    const [winner, loser] = userId === wangQiang.id ? [wangQiang, liJun] : [liJun, wangQiang]
    expect((await winner.card('待接单')).closed).toBe('您已接单')
    expect((await loser.card('待接单')).closed).toContain(`${winner.name}已接单`)
    await winner.hears(card(`${NUMBER} 已接单`))
    await loser.hearsNothing()
    await fangKe.hears(`${winner.name}师傅（水电）已接单`)
    const accepted = await desk.db
      .selectFrom('ticket_event')
      .select('id')
      .where('kind', '=', 'accepted')
      .execute()
    expect(accepted).toHaveLength(1)
  })

  test('a neighbour who reports the same lamp joins, and hears of it too', async () => {
    await chenJing.says('3栋1单元楼道灯不亮')
    await chenJing.hears(/照片/)
    await chenJing.says('没有')
    await chenJing.hears(menu('请核对', '提交', '修改', '不报了'))
    await chenJing.says('提交')
    await chenJing.hears(menu(`已有在办的单子${NUMBER}`, '补充到这张', '另报一个'))
    await chenJing.says('补充到这张')
    await chenJing.hears('您说的已加进去')
    const tickets = await desk.db.selectFrom('ticket').select('number').execute()
    expect(tickets).toEqual([{ number: NUMBER }])
    const followers = await desk.db.selectFrom('ticket_follower').select('ticketId').execute()
    expect(followers).toHaveLength(2)
    for (const technician of [wangQiang, liJun]) {
      const [news] = await technician.reads()
      if (news) expect(news.text).toContain(`【补充】${NUMBER}`)
    }
  })
})
