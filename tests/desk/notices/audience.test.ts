/** Whom a notice is for, by table of what people write. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAudience } from '../../../src/desk/notices/audience.ts'
import { aRoom } from '../../support/desk/homes.ts'
import { type NoticeDesk, openNoticeDesk } from '../../support/desk/notice-desk.ts'
import { PROJECT } from '../../support/desk/staff.ts'

let desk: NoticeDesk
beforeAll(async () => {
  desk = await openNoticeDesk()
  for (const code of ['3-1-101', '3-2-501', '3-2-502', '5-1-301', 'A-0-12'])
    await aRoom(desk.db, code)
  await desk.db
    .insertInto('contact_tag')
    .values({ corpId: 'corp-1', id: 'tag-1', groupName: '关爱', name: '独居老人' })
    .execute()
})
afterAll(() => desk.close())

test.each([
  ['全小区', '全小区'],
  ['所有业主', '全小区'],
  ['3栋', '3栋'],
  ['三号楼', '3栋'],
  ['3', '3栋'],
  ['A座', 'A栋'],
  ['3栋2单元', '3栋2单元'],
  ['3-2单元', '3栋2单元'],
  ['3-2-501', '3栋2单元501'],
  ['3栋2单元501、3-2-502', '3栋2单元501、3栋2单元502'],
  ['3栋，5栋1单元 3-1-101', '3栋、5栋1单元、3栋1单元101'],
  ['3栋和5栋', '3栋、5栋'],
  ['3栋、3栋', '3栋'],
  ['3栋、全小区', '全小区'],
  ['标签：独居老人', '标签“独居老人”'],
])('%s is %s', async (said, label) => {
  const read = await desk.doWork(desk.now(), (work) => readAudience(work, PROJECT, said))
  expect(read).toMatchObject({ audience: { label } })
})

test.each([
  ['9栋', '9栋'],
  ['3栋9单元', '3栋9单元'],
  ['3-2-999', '3-2-999'],
  ['3栋、火星', '火星'],
  ['标签没有的', '标签没有的'],
  ['  ', ''],
  ["'; DROP TABLE notice;--", "'"],
  ['房'.repeat(5000), '房'],
])('%s is no place', async (said, piece) => {
  const read = await desk.doWork(desk.now(), (work) => readAudience(work, PROJECT, said))
  expect(read).toMatchObject({ unknown: expect.stringContaining(piece.trim()) })
})
