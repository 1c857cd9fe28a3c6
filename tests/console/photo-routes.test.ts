import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterEach, expect, test } from 'vitest'
import { photoRoutes } from '../../src/console/photo-routes.ts'
import type { StaffMember } from '../../src/desk/staff/staff.ts'
import { openLink, signLink } from '../../src/media/signed-link.ts'
import { handClock } from '../support/hand-clock.ts'
import { testSeals } from '../support/seals.ts'
import { jpeg } from '../support/tiny-photo.ts'

const clock = handClock()
/** A photo of a ticket that is no longer in their hands. */
let lost = ''
/** Whoever is logged in. */
let staffId = 's1'
const later = () => new Date(clock.now().getTime() + 60_000)
const token = (...grant: string[]) => signLink(testSeals.sign, grant, later())

const member = (id: string): StaffMember => ({
  ...{ id, corpId: 'corp-1', projectId: 'project-1', userId: id, name: id, kind: 'own' },
  ...{ roles: [], skills: [], areas: [], contractorId: null, teamId: null },
  ...{ maxOpen: null, phoneEnc: null, phoneLast4: null },
})

let close = () => {}
afterEach(() => {
  close()
  staffId = 's1'
  lost = ''
})

async function get(path: string): Promise<Response> {
  const app = express()
  app.use(
    '/m',
    photoRoutes({
      say: (name) => name,
      openLink: (given) => openLink(testSeals.sign, given, clock.now()),
      door: { admit: async () => ({ members: [member(staffId)] }) },
      mayLook: async (_member, fileId) => fileId !== lost,
      readFile: async (id) =>
        id === 'f1' ? { bytes: jpeg, contentType: 'image/jpeg' } : undefined,
    }),
  )
  const server = app.listen(0, '127.0.0.1')
  close = () => void server.close()
  await new Promise((resolve) => server.once('listening', resolve))
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/m/${path}`)
}

test('a photo opens for the member of staff its address was made for, and is kept nowhere', async () => {
  const photo = await get(token('photo', 'f1', 's1'))
  expect(photo.status).toBe(200)
  expect(photo.headers.get('content-type')).toBe('image/jpeg')
  expect(photo.headers.get('cache-control')).toBe('private, no-store')
  expect(Buffer.from(await photo.arrayBuffer())).toEqual(jpeg)
})

test('an address that was passed on opens nothing for somebody else', async () => {
  staffId = 's2'
  expect((await get(token('photo', 'f1', 's1'))).status).toBe(404)
})

test('nor for whoever it was made for, once they may not look at it any more', async () => {
  lost = 'f1'
  expect((await get(token('photo', 'f1', 's1'))).status).toBe(404)
})

test.each([
  ['of nobody', token('photo', 'f1'), 404],
  ['of another kind', token('ticket', 'f1', 's1'), 404],
  ['signed by somebody else', signLink(() => 'x'.repeat(43), ['photo', 'f1', 's1'], later()), 404],
  ['that is no token', '%00..%2F..', 404],
  ['of a photo that has not come yet', token('photo', 'f2', 's1'), 404],
  ['whose time is over', signLink(testSeals.sign, ['photo', 'f1', 's1'], new Date(0)), 410],
])('an address %s opens nothing', async (_what, path, status) => {
  expect((await get(path)).status).toBe(status)
})
