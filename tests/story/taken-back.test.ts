import { expect, test } from 'vitest'
import type { ApiMessage } from '../../src/sandbox/api-messages.ts'
import { openedBy, pageVisitor } from '../support/page-visitor.ts'
import { chapter } from '../support/story/chapter.ts'
import { card } from '../support/story/phone.ts'

const NUMBER = 'BX20261123-0001'

chapter('Messages their sender takes back', (cast) => {
  const { zhangWei, liJun, wangQiang, clock, desk } = cast
  const files = () =>
    desk.db
      .selectFrom('media_file')
      .select(['state', 'storageKey', 'platformId', 'sha256'])
      .orderBy('createdAt')
      .execute()
  const photos = async () =>
    (await desk.db.selectFrom('ticket').select('photoIds').executeTakeFirst())?.photoIds
  /** Takes back the newest message of the owner with a picture, or with these words. */
  const takesBack = async (about: 'picture' | string) => {
    const { messages } = (await desk.get('/owners/zhang-wei/messages')) as {
      messages: readonly ApiMessage[]
    }
    const message = messages
      .filter(({ from }) => from === 'owner')
      .findLast(({ image, text }) =>
        about === 'picture' ? image !== undefined : text.includes(about),
      )
    await desk.post('/owners/zhang-wei/recalls', { n: message?.n })
    await desk.idle()
  }

  test('a photo of a repair is at the technician', async () => {
    await clock.strikes('09:10')
    await zhangWei.sendsAtOnce({ text: '3栋2单元501厨房水管漏水，今天下午在家' }, { image: 'leak' })
    await zhangWei.taps('提交')
    await zhangWei.reads()
    await liJun.hears(card('报修待接单', { 工单号: NUMBER, 照片: /^1张/ }))
    expect(await photos()).toHaveLength(1)
    expect(await files()).toMatchObject([{ state: 'stored', storageKey: expect.any(String) }])
  })

  test('taken back, its bytes are gone, the repair has it no more, and its address is dead', async () => {
    const { url = '' } = await liJun.card(NUMBER)
    const browser = pageVisitor()
    const page = await (await browser.open(openedBy(liJun.id, url))).text()
    const [, source = ''] = /<img src="([^"]+)"/.exec(page) ?? []
    expect((await browser.open(source)).status).toBe(200)
    await takesBack('picture')
    expect(await photos()).toEqual([])
    expect(await files()).toEqual([
      { state: 'forgotten', storageKey: null, platformId: null, sha256: null },
    ])
    expect((await browser.open(source)).status).toBe(404)
    expect(await (await browser.open(url)).text()).not.toContain('<img')
    const log = await desk.db.selectFrom('ticket_event').select('kind').orderBy('seq').execute()
    expect(log.map(({ kind }) => kind)).toContain('photo_recalled')
    await zhangWei.hearsNothing()
  })

  test('a photo taken back before the repair is handed in is not handed in', async () => {
    await zhangWei.says('我家客厅灯不亮了，今天下午在家')
    await zhangWei.sendsPhoto('leak')
    await takesBack('picture')
    await zhangWei.reads()
    expect((await files()).map(({ state }) => state)).toEqual(['forgotten', 'forgotten'])
    await zhangWei.taps('提交')
    await zhangWei.reads()
    await wangQiang.hears(card('报修待接单', { 工单号: 'BX20261123-0002', 照片: '' }))
    const tickets = await desk.db.selectFrom('ticket').select(['number', 'photoIds']).execute()
    expect(tickets.map(({ photoIds }) => photoIds)).toEqual([[], []])
  })

  test('words taken back are told to nobody, and are answered no more', async () => {
    await zhangWei.says('我的密码是abc')
    await zhangWei.reads()
    await takesBack('我的密码是abc')
    const taken = await desk.db
      .selectFrom('inbox_item')
      .select('outcome')
      .where('kind', '=', 'recalled')
      .execute()
    expect(taken.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'done'])
    await zhangWei.hearsNothing()
  })
})
