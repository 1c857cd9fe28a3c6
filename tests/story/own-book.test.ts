import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import { card, menu } from '../support/story/phone.ts'

const BOOK = fileURLToPath(new URL('../fixtures/estate/importRoom.xlsx', import.meta.url))
const HOME = '1栋1单元1001'
const NUMBER = 'BX20261123-0001'

chapter('A book of other people is imported, and its owner moves in', (cast) => {
  const { fangKe, heJie, liJun, clock, desk } = cast
  let code = ''

  test('the book is taken as it is, and a second time nothing changes', async () => {
    await clock.strikes('09:10')
    const owner = await desk.db
      .selectFrom('person')
      .select('id')
      .where('name', '=', '吴学文')
      .execute()
    expect(owner).toEqual([])
    const first = await desk.command('import', BOOK, '--project', '云锦花园')
    expect(first).toContain('云锦花园')
    const rooms = desk.db.selectFrom('room').select('code').where('code', '=', '1-1-1001')
    expect(await rooms.execute()).toEqual([{ code: '1-1-1001' }])
    expect(await desk.command('import', BOOK, '--project', '云锦花园')).toContain('没有变化')
  })

  test('a stranger is told nothing of it, and asks the steward for a code', async () => {
    await fangKe.says('我家物业费还欠多少')
    const [answer] = await fangKe.reads()
    expect(answer?.text).not.toMatch(/吴学文|待缴/)
    await fangKe.says('取消')
    await fangKe.reads()
    await heJie.says('绑定码 1-1-1001')
    const [given] = await heJie.reads()
    expect(given?.text).toContain(`${HOME} 吴学文（业主）的绑定码`)
    code = /绑定码：(\d{6})/.exec(given?.text ?? '')?.[1] ?? ''
    expect(code).not.toBe('')
  })

  test('the code binds at once, once the consent is given', async () => {
    await fangKe.says('绑定房屋')
    await fangKe.hears(menu(/同意/, '同意', '不同意'))
    await fangKe.taps('同意')
    await fangKe.hears(menu(/绑定码/, '有绑定码', '没有，申请绑定'))
    await fangKe.taps('有绑定码')
    await fangKe.hears('请发6位绑定码')
    await fangKe.says(code)
    await fangKe.hears(`绑定好了：${HOME}，身份业主`)
    const bound = await desk.db
      .selectFrom('binding')
      .select(['status', 'consentVersion'])
      .orderBy('requestedAt', 'desc')
      .limit(1)
      .execute()
    expect(bound).toMatchObject([{ status: 'ACTIVE', consentVersion: expect.stringMatching(/./) }])
  })

  test('he reports a repair, for the home of the book', async () => {
    await fangKe.says('厨房水管漏水，尽快')
    await fangKe.hears(/照片/)
    await fangKe.says('没有')
    await fangKe.hears(menu([`位置：${HOME}`, '138****1443'], '提交', '修改', '不报了'))
    await fangKe.taps('提交')
    await fangKe.hears(`单号${NUMBER}`)
    await liJun.hears(card('报修待接单', { 工单号: NUMBER, 位置: HOME }))
    await fangKe.says('我的工单')
    await fangKe.hears(menu([NUMBER, HOME], '催一下', '补充说明', '看详情', '撤回', '没事了'))
    await fangKe.taps('没事了')
    await fangKe.hears(/^好的/)
  })

  test('and asks what he owes', async () => {
    await fangKe.says('我家物业费还欠多少')
    await fangKe.hears([HOME, '没有待缴'])
  })
})
