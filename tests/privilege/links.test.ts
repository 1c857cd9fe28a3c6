/** Links out of chats: guessed, changed, too late, used twice, shared, and opened after their owner has moved out. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signLink } from '../../src/media/signed-link.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'
import { browserWith, staffCookies } from '../support/privilege/browsers.ts'
import { type Cast, hireCast, PHONE, STAFF } from '../support/privilege/cast.ts'
import { type Matters, openMatters, SECRET } from '../support/privilege/matters.ts'
import { type ServedDesk, serveDesk } from '../support/privilege/served-desk.ts'
import { testSeals } from '../support/seals.ts'

let desk: TicketDesk
let cast: Cast
let matters: Matters
let served: ServedDesk
let cookies: ReadonlyMap<string, string>

beforeAll(async () => {
  desk = await openTicketDesk()
  cast = await hireCast(desk)
  matters = await openMatters(desk, cast)
  served = await serveDesk(desk.url)
  cookies = await staffCookies(served.parts, cast)
})
afterAll(async () => {
  await served?.close()
  await desk.close()
})

const as = (cookie = '') => browserWith(served.url, cookie)
const pathOf = (url: string) => new URL(url).pathname
const links = () => served.parts.base.links
const staffPage = () => pathOf(links().ticketPage(matters.accepted.id, cast.holder.staffId))
const ownPage = (conversationId = cast.owner.conversationId) =>
  pathOf(links().ownTicket(matters.accepted.id, conversationId))
const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
const shows = (text: string) => text.includes(SECRET)
/** Signed with our own key: only time or kind is wrong. */
const signed = (grant: readonly string[], at = new Date(Date.now() + 60_000)) =>
  signLink(testSeals.sign, [...grant], at)

test('the page of a ticket opens for staff of its project and for nobody else, whoever has the link', async () => {
  const sees = ['holder', 'technician', 'steward', 'agent', 'lead', 'dispatcher', 'manager']
  for (const role of STAFF) {
    for (const method of ['GET', 'POST']) {
      const answer = await as(cookies.get(role))(method, staffPage())
      const text = await answer.text()
      expect([role, method, shows(text)]).toEqual([role, method, sees.includes(role)])
      if (!sees.includes(role)) expect(text).not.toContain(PHONE)
    }
  }
  const nobody = await as()('GET', staffPage())
  expect([nobody.status, nobody.headers.get('location')?.startsWith('/login?to=')]).toEqual([
    303,
    true,
  ])
})

test('guessed, changed, of another kind or too late it opens nothing, also for a manager', async () => {
  const good = staffPage()
  const token = good.split('/')[2] ?? ''
  const late = new Date(Date.now() - 1000)
  const about = [matters.accepted.id, cast.holder.staffId]
  const opened = async (path: string) => {
    const answer = await as(cookies.get('manager'))('GET', path)
    return [path.slice(0, 3), answer.status, shows(await answer.text())]
  }
  for (const path of [
    `/t/${matters.accepted.id}`,
    `/t/${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
    `/t/${token}x`,
    `/t/${signLink(() => 'forged', ['ticket', ...about], new Date(Date.now() + 60_000))}`,
    `/t/${signed(['own', ...about])}`,
    `/t/${signed(['photo', ...about])}`,
    `/t/${signed(['console', ...about])}`,
    `/o/${token}`,
    `/m/${token}`,
  ]) {
    expect(await opened(path)).toEqual([path.slice(0, 3), 404, false])
  }
  for (const path of [
    `/t/${signed(['ticket', ...about], late)}`,
    `/m/${signed(['photo', ...about], late)}`,
  ])
    expect(await opened(path)).toEqual([path.slice(0, 3), 410, false])
})

test('a photo is shown to the one its link was made for, not to a colleague who was sent it', async () => {
  const path = pathOf(links().photo('file-1', cast.holder.staffId))
  const texts = new Set<string>()
  for (const role of STAFF.filter((one) => one !== 'holder' && !one.startsWith('left'))) {
    const answer = await as(cookies.get(role))('GET', path)
    expect([role, answer.status]).toEqual([role, 404])
    texts.add(await answer.text())
  }
  expect(texts.size).toBe(1)
})

test('an owner’s link opens in one browser; shared or used again it shows nothing', async () => {
  const path = ownPage()
  expect(shows(await (await as()('GET', path)).text())).toBe(false)
  const entered = await as()('POST', path)
  expect(entered.status).toBe(303)
  const cookie = cookieOf(entered)
  expect(shows(await (await as(cookie)('GET', path)).text())).toBe(true)
  for (const method of ['GET', 'POST']) {
    for (const other of ['', 'guanjia_owner=x', cookies.get('manager')]) {
      const answer = await as(other)(method, path)
      expect([method, answer.status, shows(await answer.text())]).toEqual([method, 410, false])
    }
  }
  const foreign = await as('')('POST', ownPage(), {}, { 'sec-fetch-site': 'cross-site' })
  expect(foreign.status).toBe(403)
})

test.each(['neighbour', 'foreign_owner', 'former_tenant', 'visitor'] as const)(
  'a link made for the chat of a %s shows nothing of a ticket that is not theirs',
  async (who) => {
    const path = ownPage(cast[who].conversationId)
    const cookie = cookieOf(await as()('POST', path))
    expect(shows(await (await as(cookie)('GET', path)).text())).toBe(false)
    // Nor does the session of one chat open the link of another.
    expect(shows(await (await as(cookie)('GET', ownPage())).text())).toBe(false)
    const photo = await as(cookie)('GET', `${ownPage()}/photos/0`)
    expect(photo.status).toBe(404)
  },
)

test('who moves out while the page is open sees it no more', async () => {
  const path = ownPage(cast.tenant.conversationId)
  const cookie = cookieOf(await as()('POST', path))
  expect(shows(await (await as(cookie)('GET', path)).text())).toBe(true)
  await desk.db
    .updateTable('occupancy')
    .set({ validTo: '2021-01-01' })
    .where('personId', '=', cast.tenant.personId)
    .execute()
  expect(shows(await (await as(cookie)('GET', path)).text())).toBe(false)
})
