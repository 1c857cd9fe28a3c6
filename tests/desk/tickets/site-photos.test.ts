/** Photos from the spot: by kind, with who and when; wanted after work in public places, with a way out. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { forgetPhoto } from '../../../src/desk/tickets/forget-photo.ts'
import { ownerSheet } from '../../../src/desk/tickets/owner-sheet.ts'
import { sitePhotosOf } from '../../../src/desk/tickets/site-photos.ts'
import { ticketSheet } from '../../../src/desk/tickets/ticket-sheet.ts'
import { unnamedPhotos } from '../../../src/desk/tickets/unnamed-photos.ts'
import type { StaffActor } from '../../../src/desk/work.ts'
import { forgetFile } from '../../../src/media/forget-file.ts'
import { rowAndLog } from '../../support/desk/rebuilt.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
let dispatcher: StaffActor
beforeAll(async () => {
  desk = await openTicketDesk()
  dispatcher = await desk.staff('老李', 'dispatcher')
})
beforeEach(async () => {
  scene = await aScene(desk)
})
afterAll(() => desk.close())

const wang = (action: string, input = {}) =>
  desk.act(scene.wang, `tickets.${action}`, { number: scene.number, ...input })
const row = () => desk.ticket(scene.number)
const kept = async () => sitePhotosOf(await row()).map(({ kind, fileId }) => [kind, fileId])
const ids = (many: number) => Array.from({ length: many }, () => randomUUID())

/** A matter in a place that is nobody's home, arrived at. */
async function inPublic(): Promise<string> {
  const { buildingCode } = await row()
  const made = await desk.act(dispatcher, 'tickets.log_for', {
    text: '大堂灯不亮',
    place: '大堂',
    building: buildingCode,
    same: 'apart',
  })
  const number = String(made.result['number'])
  const given = { number, colleague: scene.named('王强'), reason: '顺路' }
  await desk.act(dispatcher, 'tickets.assign', given)
  for (const step of ['accept', 'arrive']) await desk.act(scene.wang, `tickets.${step}`, { number })
  return number
}
const finish = (number: string, input = {}) =>
  desk.act(scene.wang, 'tickets.finish', { number, ...input })

test('photos at the check-in, before and after are kept by kind, with who sent them and when', async () => {
  await wang('accept')
  await wang('arrive', { photos: ['p1'].map((id) => id + scene.number) })
  await wang('add_photos', { kind: 'before', photos: [`p2${scene.number}`] })
  await wang('finish', { photos: [`p3${scene.number}`] })
  expect(sitePhotosOf(await row())).toMatchObject([
    { kind: 'arrival', staffId: scene.wang.staffId, at: desk.now() },
    { kind: 'before', staffId: scene.wang.staffId, at: desk.now() },
    { kind: 'after', staffId: scene.wang.staffId, at: desk.now() },
  ])
  const { kept: stands, rebuilt } = await rowAndLog(desk, await row())
  expect(rebuilt).toEqual(stands)
})

test.each([
  ['before', 'ACCEPTED', 'wrong_state'],
  ['after', 'ACCEPTED', 'wrong_state'],
  ['before', 'ARRIVED', 'ok'],
  ['after', 'IN_PROGRESS', 'ok'],
  ['before', 'ON_HOLD', 'wrong_state'],
  ['before', 'DONE', 'over'],
  ['after', 'DONE', 'ok'],
  ['after', 'CANCELLED', 'over'],
])('%s photos of a ticket that is %s: %s', async (kind, state, outcome) => {
  await scene.bringTo(state)
  expect((await wang('add_photos', { kind, photos: ids(1) })).outcome).toBe(outcome)
})

test('nobody else adds any', async () => {
  await scene.bringTo('ARRIVED')
  const li = await scene.hire('李雷')
  const asked = { number: scene.number, kind: 'before', photos: ids(1) }
  expect((await desk.act(li, 'tickets.add_photos', asked)).outcome).toBe('not_yours')
})

test('what is sent twice is kept once', async () => {
  await scene.bringTo('ARRIVED')
  const photos = ids(1)
  expect(
    (await wang('add_photos', { kind: 'before', photos: [...photos, ...photos] })).result,
  ).toMatchObject({ new_photos: 1 })
  expect((await wang('add_photos', { kind: 'before', photos })).outcome).toBe('already')
})

test('of a thousand as many are kept as the rules say, and then no more', async () => {
  await scene.bringTo('ARRIVED')
  const { max_photos } = desk.rules.tickets
  const many = await wang('add_photos', { kind: 'before', photos: ids(1000) })
  expect(many.result).toMatchObject({ new_photos: max_photos })
  expect((await wang('add_photos', { kind: 'before', photos: ids(1) })).outcome).toBe('full')
  expect(await kept()).toHaveLength(max_photos)
})

test.each([[["'; DROP TABLE ticket; --"]], [['a'.repeat(101)]], [['../../etc/passwd']], ['x']])(
  'what is no id of a file never reaches the ticket',
  async (photos) => {
    await scene.bringTo('ARRIVED')
    await expect(wang('add_photos', { kind: 'before', photos })).rejects.toThrow()
    expect(await kept()).toEqual([])
  },
)

test('two send at once: all are kept', async () => {
  await scene.bringTo('ARRIVED')
  await Promise.all([1, 2].map(() => wang('add_photos', { kind: 'before', photos: ids(2) })))
  expect(await kept()).toHaveLength(4)
})

test('in a public place nothing is finished without a photo of the result', async () => {
  const number = await inPublic()
  expect((await finish(number)).outcome).toBe('photo_wanted')
  expect((await desk.ticket(number)).state).toBe('ARRIVED')
  expect((await finish(number, { photos: ids(1) })).outcome).toBe('ok')
})

test('one sent before is enough; one from before the work is not', async () => {
  const number = await inPublic()
  const add = (kind: string) =>
    desk.act(scene.wang, 'tickets.add_photos', { number, kind, photos: ids(1) })
  await add('before')
  expect((await finish(number)).outcome).toBe('photo_wanted')
  await add('after')
  expect((await finish(number)).outcome).toBe('ok')
})

test('a tap on 完工 leaves the card and says what is missing', async () => {
  const number = await inPublic()
  const answer = await desk.tap(scene.wang, number, 'finish')
  expect([answer.outcome, answer.close]).toEqual(['photo_wanted', undefined])
  expect(desk.tell.read.at(-1)).toContain('完工要有修后照片')
})

test('who can take none says why: it is logged, and the service centre looks at it', async () => {
  const number = await inPublic()
  expect((await finish(number, { no_photo: ' \u0000 ' })).outcome).toBe('photo_wanted')
  expect((await finish(number, { no_photo: '管道封在墙里' })).outcome).toBe('ok')
  const { id } = await desk.ticket(number)
  const tasks = desk.db.selectFrom('task').selectAll().where('subjectId', '=', id)
  expect(await tasks.where('kind', '=', 'missing-photo').execute()).toMatchObject([
    { role: 'dispatcher', values: { number, reason: '管道封在墙里' } },
  ])
  const events = desk.db.selectFrom('ticket_event').select('payload').where('ticketId', '=', id)
  expect(await events.where('kind', '=', 'finished').execute()).toMatchObject([
    { payload: { noPhoto: '管道封在墙里' } },
  ])
})

test('at home a reason is not asked for', async () => {
  await scene.bringTo('ARRIVED')
  expect((await wang('finish', { no_photo: '没拍' })).outcome).toBe('ok')
  const { id } = await row()
  const tasks = desk.db.selectFrom('task').select('id').where('subjectId', '=', id)
  expect(await tasks.where('kind', '=', 'missing-photo').execute()).toEqual([])
})

test('a photo taken back is gone from the ticket, and proves nothing any more', async () => {
  const number = await inPublic()
  const [photo = ''] = ids(1)
  const given = { number, kind: 'after', photos: [photo] }
  await desk.act(scene.wang, 'tickets.add_photos', given)
  expect(await desk.work(scene.wang, ({ tx }) => unnamedPhotos(tx, [photo, 'other']))).toEqual([
    'other',
  ])
  await desk.work(scene.wang, (work) => forgetPhoto(work, photo))
  expect(sitePhotosOf(await desk.ticket(number))).toEqual([])
  expect((await finish(number)).outcome).toBe('photo_wanted')
  const { kept: stands, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
  expect(rebuilt).toEqual(stands)
})

test('a photo taken back before it is handed in is not kept', async () => {
  await scene.bringTo('ARRIVED')
  const [photo = ''] = ids(1)
  await desk.db
    .insertInto('media_file')
    .values({
      id: photo,
      corpId: 'corp-1',
      media: 'image',
      state: 'stored',
      nextAt: desk.now(),
      createdAt: desk.now(),
    })
    .execute()
  await desk.work(scene.wang, ({ tx, now }) => forgetFile(tx, photo, now))
  expect((await wang('add_photos', { kind: 'before', photos: [photo] })).outcome).toBe('gone')
})

test('staff see all of them with who sent them, the owner those before and after', async () => {
  await wang('accept')
  await wang('arrive', { photos: ids(1) })
  await wang('add_photos', { kind: 'before', photos: ids(1) })
  await wang('finish', { photos: ids(1) })
  const { id } = await row()
  const staff = await desk.work(scene.wang, (work) => ticketSheet(work, id))
  expect(staff?.sitePhotos.map(({ kind }) => kind)).toEqual(['arrival', 'before', 'after'])
  expect(staff?.sitePhotos[0]?.who).toBe(scene.named('王强'))
  const owner = await desk.work(scene.owner, (work) => ownerSheet(work, id))
  expect(owner?.sitePhotos.map(({ kind }) => kind)).toEqual(['before', 'after'])
})
