import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import { card, menu } from '../support/story/phone.ts'

const NUMBER = 'TS20261123-0001'

chapter('A complaint is answered, planned for and ended, each by its time', (cast) => {
  const { liNa, linXia, maDong, gaoYuan, heJie, sunLei, robot, clock, desk } = cast

  test('one sentence is a complaint: by when it is answered, and by whom', async () => {
    await clock.strikes('09:10')
    await liNa.says('投诉：楼道卫生没人管')
    await liNa.hears(menu(['内容：楼道卫生没人管'], '提交', '修改', '不提交'))
    await liNa.says('提交')
    await liNa.hears(
      `已受理，编号${NUMBER}。首问责任人何洁，全程跟到您满意。将在今天11:10前回复您。`,
    )
    await heJie.hears(`【首问】${NUMBER}`)
    await maDong.hears(card('无人可派，请人工派单', { 工单号: NUMBER }, ['我来处理']))
    await robot.hears(`无人可派：${NUMBER}`)
  })

  test('who answers for it is given it by name, and is reminded before the reply is late', async () => {
    await maDong.says(`派单 ${NUMBER} 何洁`)
    await maDong.hears(`${NUMBER}已派给何洁。`)
    await heJie.hears(card('投诉待接单', { 工单号: NUMBER, 首问责任人: '何洁' }, ['接单', '退单']))
    await heJie.says('接单')
    await heJie.hears(
      card(`${NUMBER} 已接单`, {}, ['办结', '挂起', '转单']),
      `${NUMBER}已接单。请在今天11:10前回复投诉。办完回复“完工”。`,
    )
    await liNa.hears(`${NUMBER}：何洁已在跟进您的事情，今天11:10前回复您。`)
    await clock.strikes('10:45')
    await heJie.hears(`【提醒】${NUMBER}。请在11月23日(周一)11:10前回复投诉`)
  })

  test('the reply reaches the owner as it was written, with the time of the plan', async () => {
    await heJie.says(`回复投诉 ${NUMBER} 已到现场看过，是保洁漏了这一层`)
    await heJie.hears(`${NUMBER}已告诉业主。下一个时限明天09:10。`)
    await liNa.hears([
      `您反映的${NUMBER}，现回复您：`,
      '是保洁漏了这一层',
      '最晚明天09:10前告诉您处理方案',
    ])
  })

  test('no plan by the next morning: the owner hears of it before, those above are called', async () => {
    await clock.strikes('09:30')
    await liNa.hears(`${NUMBER}比说好的时间要晚，很抱歉。正在定处理方案，最晚今天13:10前有进展`)
    const called = () => card('【升级L2】告知处理方案到时限', { 工单号: NUMBER, 处理人: '何洁' })
    // The reminder before the time and level 1 both waited for the morning: the higher speaks.
    await heJie.hears(`【提醒】${NUMBER}，楼道卫生没人管。告知处理方案时限`)
    await sunLei.hears(called())
    await maDong.hears('【早报】', called())
    await gaoYuan.hears('【早报】')
  })

  test('the plan, late, and the result with the end of it', async () => {
    await heJie.says(`处理方案 ${NUMBER} 每天上午加一次保洁，由领班检查`)
    await heJie.hears(`${NUMBER}已告诉业主。下一个时限11月30日09:10。`)
    await liNa.hears([`${NUMBER}的处理方案：`, '最晚11月30日09:10前告诉您处理结果'])
    await heJie.says(`完工 ${NUMBER}`)
    await heJie.hears(`${NUMBER}处理结果怎么样？写一句，业主会原样看到。`)
    await heJie.says('已打扫干净，每天上午加了一次保洁')
    await heJie.hears(`${NUMBER}已完工。稍后会请业主确认，辛苦了。`)
  })

  test('the owner reads the result, or is called where the chat takes nothing more', async () => {
    await clock.passes('3h')
    await linXia.hears(card('请致电业主', { 工单号: NUMBER }))
    await robot.hears(`请致电业主：${NUMBER}`)
    const clocks = await desk.db
      .selectFrom('sla_clock')
      .innerJoin('ticket', 'ticket.id', 'sla_clock.subjectId')
      .select(['sla_clock.kind', 'sla_clock.state'])
      .where('ticket.number', '=', NUMBER)
      .where('sla_clock.kind', 'like', 'complaint_%')
      .execute()
    expect(Object.fromEntries(clocks.map(({ kind, state }) => [kind, state]))).toEqual({
      complaint_reply: 'met',
      complaint_plan: 'missed',
      complaint_result: 'met',
    })
  })
})
