import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'

chapter('The bot of a project is paused', (cast) => {
  const { liNa, zhangWei, chenJing, linXia, maDong, gaoYuan, robot, clock, desk } = cast
  const handoffs = () =>
    desk.db.selectFrom('handoff').select(['reason', 'state']).orderBy('requestedAt').execute()

  test('a manager pauses it for some hours, and everybody who answers owners hears why', async () => {
    await clock.strikes('09:10')
    await liNa.says('卫生间漏水')
    await liNa.hears(/什么时间方便/)
    await gaoYuan.says('暂停机器人半天')
    await gaoYuan.hears(/什么原因/)
    await gaoYuan.says('停水咨询太多，统一人工答复')
    await gaoYuan.hears(/确定暂停吗/)
    await gaoYuan.says('确定暂停')
    for (const phone of [linXia, maDong, robot])
      await phone.hears([/机器人已暂停/, '停水咨询太多，统一人工答复'])
    await gaoYuan.hears(/^已暂停，今天13:/)
  })

  test('an owner in the middle of a report is people’s now, and hears it once', async () => {
    await liNa.says('明天上午9点')
    await liNa.hears(/现在由服务中心同事人工接待/)
    const [message] = await linXia.reads()
    expect(message?.card).toMatchObject({ title: '业主找人工' })
    expect(message?.card?.text).toContain('明天上午9点')
    await robot.hears(/李娜找人工/)
    await liNa.says('有人吗')
    await liNa.says('取消')
    await liNa.hearsNothing()
    expect(await handoffs()).toEqual([{ reason: 'bot_paused', state: 'requested' }])
  })

  test('nobody comes for half an hour: she is not given back to a bot that is paused', async () => {
    await clock.passes('30m')
    await robot.hears(/【超时】/)
    await linXia.reads()
    await liNa.hearsNothing()
    expect(await handoffs()).toMatchObject([{ state: 'requested' }])
  })

  test('danger is heard all the same', async () => {
    await zhangWei.says('电梯困人了')
    await zhangWei.hears(/已通知/)
    for (const phone of Object.values(cast)) if ('reads' in phone) await phone.reads()
  })

  test('resumed, whoever was not answered is told and stays a task, and the bot answers again', async () => {
    await linXia.says('恢复机器人')
    await linXia.hears([/已恢复/, '还有1位业主没有人接待'])
    for (const phone of [maDong, gaoYuan, robot]) await phone.hears([/机器人已恢复/, '还有1位业主'])
    await liNa.hears([/同事暂时都在忙/, /什么时间方便/])
    const task = await desk.db
      .selectFrom('task')
      .select('state')
      .where('kind', '=', 'handoff')
      .executeTakeFirstOrThrow()
    expect(task.state).toBe('open')
    await liNa.says('取消')
    await liNa.hears(/^好的/)
    await chenJing.says('我家物业费还欠多少')
    await chenJing.hears(/物业费|没有待缴/)
  })
})
