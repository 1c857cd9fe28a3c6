import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import type { Phone } from '../support/story/phone.ts'

/** Two days pass, alarm by alarm. */
const TWO_DAYS = { timeout: 120_000 }

chapter('A notice of a water stop', (cast) => {
  const { gaoYuan, maDong, linXia, heJie, zhangWei, zhaoMin, robot, clock, desk } = cast
  const waiting = async () =>
    ((await desk.get('/members/he-jie/tasks')) as { tasks: { msgid: string; text: string }[] })
      .tasks
  const follow = async (owner: string) => {
    await desk.post(`/owners/${owner}/contacts`, { member: 'he-jie' })
    await desk.idle()
  }
  const stateOf = async () =>
    await desk.db
      .selectFrom('notice')
      .select('state')
      .orderBy('createdAt', 'desc')
      .limit(1)
      .executeTakeFirst()

  test('the manager writes it in chat; too late for a planned stop, the rule is named', async () => {
    await follow('zhang-wei')
    await follow('zhao-min')
    await tells(zhangWei, /我是云锦花园的管家/)
    await tells(zhaoMin, /我是云锦花园的管家/)
    await clock.strikes('09:30')
    await gaoYuan.says('发停水通知', '今天12点到17点')
    await tells(gaoYuan, /什么时候停/, /标题写什么/)
    await gaoYuan.says('3栋停水通知', '因水箱清洗，3栋停水，请提前储水。', '3栋')
    await tells(gaoYuan, /正文写什么/, /发给谁/, /什么时候发/)
    await gaoYuan.says('现在')
    await tells(gaoYuan, /不能这样发：《城市供水条例》第二十二条/)
    await gaoYuan.says('改时间', '后天9点到17点')
    await tells(gaoYuan, /什么时候停/, /何洁发1人/)
    expect(await desk.db.selectFrom('notice').select('id').execute()).toEqual([])
  })

  test('confirmed, the steward has it on the phone, and nobody else hears anything', async () => {
    await gaoYuan.says('发送')
    await tells(gaoYuan, /交管家发送/)
    await tells(heJie, /有一条通知待您发给业主：3栋停水通知/, /待发送/)
    expect(await waiting()).toMatchObject([{ text: expect.stringContaining('请提前储水') }])
    await zhangWei.hearsNothing()
  })

  test('a steward who forgets it is reminded, and the manager sees it', async () => {
    await clock.passes('31m')
    await tells(heJie, /第1次提醒/, /待发送/)
    await gaoYuan.says('通知进度')
    await tells(gaoYuan, /发送中：已送达0人，待发1人/, /何洁：还没发/, /没加管家/, /现在提醒吗/)
    await gaoYuan.says('不用')
    await tells(gaoYuan, /有事随时找我/)
  })

  test('sent by the steward it reaches the owner; who was not reached is to be called', async () => {
    const [task] = await waiting()
    await desk.post(`/members/he-jie/tasks/${task?.msgid}/confirm`)
    await clock.passes('6m')
    await tells(zhangWei, /【3栋停水通知】/)
    await tells(gaoYuan, /已送达1人，\d+人未送达，已转电话告知/)
    expect(await stateOf()).toEqual({ state: 'PARTLY_FAILED' })
    const calls = await desk.db
      .selectFrom('task')
      .selectAll()
      .where('kind', '=', 'notice-calls')
      .execute()
    expect(calls.length).toBeGreaterThan(0)
    expect(JSON.stringify(calls.map(({ values }) => values))).toContain('3栋1单元102')
    await heJie.reads()
    await robot.reads()
  })

  test(
    'while the water is off, who asks is told of the notice; a report is made only if wanted',
    TWO_DAYS,
    async () => {
      await zhangWei.says('明天停水吗')
      await tells(zhangWei, /最近的通知“3栋停水通知”/)
      await clock.strikes('10:00')
      await clock.strikes('10:00')
      for (const one of [heJie, linXia, maDong, gaoYuan, robot, zhangWei]) await one.reads()
      await zhangWei.says('怎么没水了')
      await tells(zhangWei, /正在停水，预计.*17:00恢复。见通知“3栋停水通知”/, /还要报修吗/)
      await zhangWei.says('不用了')
      await tells(zhangWei, /过了时间还没恢复/)
      expect(await desk.db.selectFrom('ticket').select('id').execute()).toEqual([])
    },
  )

  test('for the whole project a second person approves, not the writer', async () => {
    await gaoYuan.says(
      '发通知',
      '活动',
      '重阳节活动',
      '周六上午在中心花园包饺子，欢迎参加。',
      '全小区',
      '现在',
    )
    await gaoYuan.reads()
    await gaoYuan.says('发送')
    await tells(gaoYuan, /已请同事批准/)
    await tells(maDong, /通知待批准/)
    await tells(robot, /有通知待批准：重阳节活动/)
    await maDong.taps('批准')
    await tells(gaoYuan, /马冬批准了通知“重阳节活动”/)
    await tells(heJie, /有一条通知待您发给业主：重阳节活动/, /待发送/)
    await gaoYuan.says('撤回通知')
    await tells(gaoYuan, /撤回哪一条/)
    await gaoYuan.says('1')
    await tells(gaoYuan, /已经送达的收不回/)
    await gaoYuan.says('撤回')
    await tells(gaoYuan, /已停止发送/)
    expect(await waiting()).toEqual([])
  })
})

/** Everything a phone got since it was last looked at, in any number of messages. */
async function tells(phone: Phone, ...parts: readonly RegExp[]): Promise<void> {
  const read = (await phone.reads()).map((one) => `${one.text}${one.card?.title ?? ''}`).join('\n')
  for (const part of parts) expect.soft(read, phone.name).toMatch(part)
}
