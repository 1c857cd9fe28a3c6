import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import { card, menu } from '../support/story/phone.ts'

chapter('To talk to a person', (cast) => {
  const { liNa, zhangWei, linXia, maDong, robot, clock, desk } = cast
  const handling = async () =>
    await desk.db
      .selectFrom('handoff')
      .select(['state', 'takenBy'])
      .orderBy('requestedAt', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow()

  test('in the middle of a report the owner asks for a person', async () => {
    await clock.strikes('09:10')
    await liNa.says('卫生间漏水')
    await liNa.hears(/什么时间方便/)
    await liNa.says('人工')
    await liNa.hears(/正在为您转接/)
    const [message] = await linXia.reads()
    expect(message?.card).toMatchObject({ title: '业主找人工' })
    expect(message?.card?.text).toContain('卫生间漏水')
    expect(message?.card?.lines).toContainEqual({ label: '业主', value: '1栋1单元301 李娜' })
    await robot.hears([/1栋1单元301 李娜找人工/, '卫生间漏水'])
  })

  test('until somebody comes the owner may change her mind', async () => {
    await liNa.says('算了')
    await liNa.hears([/不转人工了/, /什么时间方便/])
    expect((await linXia.card('业主找人工')).closed).toBe('已无需处理')
    expect(await handling()).toMatchObject({ state: 'closed', takenBy: null })
    await liNa.says('取消')
    await liNa.hears(/^好的/)
  })

  test('the agent takes the chat, talks, and the desk keeps silent', async () => {
    await liNa.says('转人工')
    await liNa.hears(/正在为您转接/)
    await linXia.hears(card('业主找人工', { 业主: '1栋1单元301 李娜' }, ['我来处理', '已完成']))
    await robot.hears(/李娜找人工/)
    await linXia.taps('我来处理')
    await linXia.hears(card('业主找人工', {}, ['已完成']))
    await linXia.answers(liNa, '您好，我是客服林霞，请讲。')
    await liNa.hears('您好，我是客服林霞，请讲。')
    await liNa.says('装修押金什么时候退？')
    await liNa.says('物业费')
    await liNa.hearsNothing()
    expect(await handling()).toMatchObject({ state: 'accepted', takenBy: 'lin-xia' })
  })

  test('when she has ended it, the desk answers again', async () => {
    await linXia.endsServing(liNa)
    await liNa.hearsNothing()
    expect(await handling()).toMatchObject({ state: 'closed' })
    expect(await linXia.openCards()).toEqual([])
    await liNa.says('我家物业费还欠多少')
    await liNa.hears('没有待缴')
  })

  test('a question that was open is asked again when the person has gone', async () => {
    await zhangWei.says('卧室窗户关不上')
    await zhangWei.hears(/什么时间方便/)
    await zhangWei.says('人工')
    await zhangWei.hears(/正在为您转接/)
    await linXia.hears(card('业主找人工'))
    await robot.hears(/张伟找人工/)
    await linXia.taps('我来处理')
    await linXia.hears(card('业主找人工', {}, ['已完成']))
    await linXia.answers(zhangWei, '您好，您继续填就可以。')
    await zhangWei.hears('您好，您继续填就可以。')
    await linXia.endsServing(zhangWei)
    await zhangWei.hears([/接着刚才的继续/, /什么时间方便/])
    await zhangWei.says('明天上午')
    await zhangWei.hears(/照片/)
    await zhangWei.says('取消')
    await zhangWei.hears(/^好的/)
  })

  test('nobody comes: the owner hears it, and the task stays', async () => {
    await liNa.says('我要人工')
    await liNa.hears(/正在为您转接/)
    await linXia.hears(card('业主找人工'))
    await robot.hears(/李娜找人工/)
    await clock.passes('11m')
    await liNa.hears(/同事暂时都在忙/)
    await linXia.hears(card('【超时】业主找人工', {}, ['我来处理', '已完成']))
    await robot.hears(/^【超时】/)
    expect(await linXia.openCards()).toHaveLength(1)
    await liNa.says('你好')
    await liNa.hears(
      menu(/您好/, '我要报修', '查物业费', '我的工单', '绑定房屋', '投诉与建议', '人工服务'),
    )
    await linXia.taps('已完成')
    expect(await linXia.openCards()).toEqual([])
  })

  test('somebody who may not take chats is told so, and the chat is open for others', async () => {
    await liNa.says('人工客服')
    await liNa.hears(/正在为您转接/)
    await linXia.hears(card('业主找人工'))
    await robot.hears(/李娜找人工/)
    await clock.passes('11m')
    await liNa.hears(/同事暂时都在忙/)
    await linXia.reads()
    await robot.reads()
    await linXia.taps('已完成')
    await maDong.hearsNothing()
  })
})
