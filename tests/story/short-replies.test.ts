import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import type { Owner } from '../support/story/people.ts'
import { card, menu } from '../support/story/phone.ts'

const FIRST = 'BX20261123-0001'
const SECOND = 'BX20261123-0002'

chapter('A technician who types instead of tapping', (cast) => {
  const { zhouPing, zhangWei, liNa, clock, desk } = cast
  const stateOf = async (number: string) =>
    (
      await desk.db
        .selectFrom('ticket')
        .select('state')
        .where('number', '=', number)
        .executeTakeFirstOrThrow()
    ).state
  const reports = async (owner: Owner, number: string) => {
    await owner.says('家里可视对讲没声音，尽快')
    await owner.hears(menu('请核对', '提交', '修改', '不报了'))
    await owner.says('提交')
    await owner.hears(number)
  }

  test('nothing in hand: each word says so instead of failing', async () => {
    await clock.strikes('09:10')
    await zhouPing.says('接单')
    await zhouPing.hears('没有等您接的工单')
    await zhouPing.says('我的任务')
    await zhouPing.hears(/您手上没有工单/)
    await zhouPing.says('完工 9999')
    await zhouPing.hears(/没有/)
  })

  test('one ticket needs no number', async () => {
    await reports(zhangWei, FIRST)
    await zhouPing.hears(card('报修待接单', { 工单号: FIRST }))
    await zhouPing.says('接单')
    await zhouPing.hears(card(`${FIRST} 已接单`), [`${FIRST}已接单：3栋2单元501`, '到了回复“到场”'])
    await zhangWei.hears('周平师傅（弱电）已接单')
    await zhouPing.says('接单')
    await zhouPing.hears(`${FIRST}已接单，不用再接。`)
    await zhouPing.says('完工')
    await zhouPing.hears(`${FIRST}现在已接单，请先到场再完工。`)
    expect(await stateOf(FIRST)).toBe('ACCEPTED')
  })

  test('two tickets: the list is shown, a number or its end names one', async () => {
    await reports(liNa, SECOND)
    await zhouPing.hears(card('报修待接单', { 工单号: SECOND }))
    await zhouPing.says('接单 0002')
    await zhouPing.hears(card(`${SECOND} 已接单`), `${SECOND}已接单：1栋1单元301`)
    await liNa.hears('周平师傅（弱电）已接单')
    await zhouPing.says('到场')
    await zhouPing.hears(['哪一张', `1. ${FIRST} 3栋2单元501`, `2. ${SECOND} 1栋1单元301`])
    await zhouPing.says('2')
    await zhouPing.hears(card(`${SECOND} 已到场`), `${SECOND}已记到场`)
    await liNa.hears('周平师傅已到1栋1单元301')
    expect([await stateOf(FIRST), await stateOf(SECOND)]).toEqual(['ACCEPTED', 'ARRIVED'])
  })

  test('挂起 asks why and until when, and 恢复 finds the one that is held', async () => {
    await zhouPing.says('挂起 0001')
    await zhouPing.hears([`${FIRST}为什么挂起`, '1. 等业主方便'])
    await zhouPing.says('3')
    await zhouPing.hears(/预计哪天/)
    await zhouPing.says('跳过')
    await zhouPing.hears(card(`${FIRST} 已挂起`), `${FIRST}已挂起，业主会收到说明`)
    await zhangWei.hears([`${FIRST}暂时停下：等厂家或外单位`])
    expect(await stateOf(FIRST)).toBe('ON_HOLD')
    await zhouPing.says('恢复')
    await zhouPing.hears(card(`${FIRST} 已接单`), `${FIRST}已恢复处理：3栋2单元501。`)
    // Three pieces of news since he wrote; the rest of what WeChat allows is kept for the question after the work.
    await zhangWei.hearsNothing()
    await zhangWei.says('我的工单')
    await zhangWei.hears(
      `${FIRST}已恢复处理，周平师傅`,
      menu([FIRST, '已接单'], '催一下', '补充说明', '看详情', '撤回', '没事了'),
    )
    await zhangWei.taps('没事了')
    await zhangWei.hears(/^好的/)
  })

  test('完工 means the one he is at, though another is open', async () => {
    await zhouPing.says('完工')
    await zhouPing.hears(`${SECOND}已完工：1栋1单元301`)
    expect([await stateOf(FIRST), await stateOf(SECOND)]).toEqual(['ACCEPTED', 'DONE'])
  })

  test('转单 can be broken off, and nothing has moved', async () => {
    await zhouPing.says('转单')
    await zhouPing.hears([`${FIRST}转给谁`, '孙磊'])
    await zhouPing.says('取消')
    await zhouPing.hears(/^好的/)
    expect(await stateOf(FIRST)).toBe('ACCEPTED')
  })

  test('what he has in hand is shown with what can be said next', async () => {
    await zhouPing.says('我的任务')
    await zhouPing.hears([FIRST, '已接单', '3栋2单元501', '联系：张伟 尾号0001', '回复：'])
  })

  test('only staff can do what staff do', async () => {
    await zhangWei.says('接单')
    await zhangWei.reads()
    await zhangWei.says('派单')
    await zhangWei.reads()
    expect(await stateOf(FIRST)).toBe('ACCEPTED')
    await zhouPing.says('派单')
    const [answer] = await zhouPing.reads()
    expect(answer?.text).not.toContain('派哪一张')
  })
})
