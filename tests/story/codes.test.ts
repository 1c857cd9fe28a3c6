import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import { menu } from '../support/story/phone.ts'
import { until } from '../support/until.ts'

chapter('Codes to scan', (cast) => {
  const { linXia, zhaoMin, zhangWei, desk } = cast
  const code = async () =>
    await desk.db
      .selectFrom('contact_way')
      .selectAll()
      .orderBy('createdAt', 'desc')
      .executeTakeFirstOrThrow()
  const opens = async (owner: string, sceneParam: string) => {
    await desk.post(`/owners/${owner}/messages`, { enter: true, scene: 'steward', sceneParam })
    await desk.idle()
  }

  test('an agent has a code made for the owner of a room', async () => {
    await linXia.says('二维码')
    await linXia.hears(/给哪里做码/)
    await linXia.says('3-1-102')
    const read = (await linXia.reads()).map(({ text }) => text).join('\n')
    expect(read).toMatch(/正在做3-1-102的1个码/)
    expect(read).toMatch(/3栋1单元102[\s\S]*加管家：http[\s\S]*进客服：http[\s\S]*只能用一次/)
    expect(await code()).toMatchObject({ state: 'ready', label: '3栋1单元102', userId: 'he-jie' })
  })

  test('she scans it, is greeted by her steward within seconds, and binds with one tap', async () => {
    const { id, wayId } = await code()
    await desk.post('/owners/zhao-min/contacts', { way: wayId ?? '' })
    await desk.idle()
    await zhaoMin.hears(/我是云锦花园的管家/, /云锦花园物业服务/)
    await opens('zhao-min', id)
    await zhaoMin.hears(menu(/绑定3栋1单元102？/, '同意', '不同意'))
    await zhaoMin.taps('同意')
    await zhaoMin.hears(/绑定好了：3栋1单元102，身份业主/)
  })

  test('her steward finds her by building and unit', async () => {
    await until('two tags stand on her', async () => {
      const [row] = await desk.db.selectFrom('contact').select('tagIds').execute()
      return row?.tagIds.length === 2
    })
  })

  test('the same code in other hands binds nobody', async () => {
    const { id } = await code()
    await zhangWei.says('你好')
    await zhangWei.reads()
    await opens('zhang-wei', id)
    await zhangWei.hears(/已经用过或过期了/)
    const bound = await desk.db
      .selectFrom('binding')
      .innerJoin('room', 'room.id', 'binding.roomId')
      .select('binding.id')
      .where('room.code', '=', '3-1-102')
      .where('binding.status', '=', 'ACTIVE')
      .execute()
    expect(bound).toHaveLength(1)
  })
})
