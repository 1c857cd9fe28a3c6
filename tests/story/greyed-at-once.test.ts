import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import { card, menu } from '../support/story/phone.ts'

const NUMBER = 'BX20261123-0001'
const GREYING = '/cgi-bin/message/update_template_card'
/** The code is invalid (wecom.md 5.4): such a refusal is final. */
const CODE_REFUSED = 60140

chapter('A tapped card, when greying it by a call fails', (cast) => {
  const { fangKe, wangQiang, liJun, clock, desk } = cast
  const usedCodes = () =>
    desk.db.selectFrom('staff_card').select('taskId').where('codeUsedAt', 'is not', null).execute()
  const closings = (state: string) =>
    desk.db
      .selectFrom('outbox_item')
      .select('id')
      .where('key', 'like', 'close-%')
      .where('state', '=', state)
      .execute()

  test('somebody reports a dark stairwell, and two are asked', async () => {
    await clock.strikes('09:10')
    await fangKe.says('3栋1单元楼道灯不亮')
    await fangKe.hears(/照片/)
    await fangKe.says('没有')
    await fangKe.hears(/联系电话/)
    await fangKe.says('13700007777')
    await fangKe.hears(menu([/位置：3栋/, '137****7777'], '提交', '修改', '不报了'))
    await fangKe.says('提交')
    await fangKe.hears(`单号${NUMBER}`)
    for (const one of [wangQiang, liJun]) await one.hears(card('报修待接单', { 工单号: NUMBER }))
  })

  test('it loses its buttons in the answer to the tap; the others keep theirs', async () => {
    const refused = { on: 'call', effect: 'errcode', path: GREYING, value: CODE_REFUSED }
    await desk.post('/faults', { ...refused, count: 2 })
    await wangQiang.taps('接单')
    await wangQiang.hears(card(`${NUMBER} 已接单`))
    expect((await wangQiang.card('待接单')).closed).toBe('您已接单')
    expect(await closings('dropped')).toHaveLength(2)
    expect(await closings('sent')).toEqual([])
    expect(await usedCodes()).toEqual([])
    await fangKe.hears('王强师傅（水电）已接单')
  })

  test('a late tap on the card that was left open takes nothing, and greys it with its own code', async () => {
    expect((await liJun.card('待接单')).closed ?? null).toBeNull()
    await liJun.taps('接单')
    expect((await liJun.card('待接单')).closed).toContain('王强已接单')
    await liJun.reads()
    const { assigneeId } = await desk.db
      .selectFrom('ticket')
      .innerJoin('staff', 'staff.id', 'ticket.assigneeId')
      .select('staff.userId as assigneeId')
      .where('number', '=', NUMBER)
      .executeTakeFirstOrThrow()
    expect(assigneeId).toBe(wangQiang.id)
    expect(await closings('sent')).toHaveLength(1)
    expect(await usedCodes()).toHaveLength(1)
  })

  test('a form is greyed whole, with its choices, and answered once: a late answer changes nothing', async () => {
    const state = () =>
      desk.db
        .selectFrom('ticket')
        .select('state')
        .where('number', '=', NUMBER)
        .executeTakeFirstOrThrow()
    await wangQiang.taps('挂起')
    await wangQiang.hears(card(`${NUMBER} 为什么挂起？`, {}, ['确定挂起']))
    const { taskId } = await wangQiang.card('为什么挂起')
    await wangQiang.taps('确定挂起', { reason: '等配件' })
    expect((await wangQiang.card('为什么挂起')).closed).toBe('您已挂起')
    expect(await state()).toEqual({ state: 'ON_HOLD' })
    await fangKe.hears(`${NUMBER}暂时停下：等配件到货`)
    await wangQiang.reads()
    await wangQiang.taps('恢复处理')
    expect(await state()).toEqual({ state: 'ACCEPTED' })
    const late = { taskId, key: 'hold_why', selections: { reason: 'waiting_owner' } }
    await desk.post(`/members/${wangQiang.id}/clicks`, late)
    await wangQiang.reads()
    expect(await state()).toEqual({ state: 'ACCEPTED' })
    expect((await wangQiang.card('为什么挂起')).closed).toBe('您已挂起')
  })
})
