/** Every route of the desk's pages, asked by everybody who works here, who left, and who was never let in. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PROJECT } from '../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'
import {
  type Browser,
  badCookies,
  browserWith,
  staffCookies,
} from '../support/privilege/browsers.ts'
import { type Cast, ELSEWHERE, hireCast, PHONE, ROOM, STAFF } from '../support/privilege/cast.ts'
import { digestOf } from '../support/privilege/digest.ts'
import { type Matters, openMatters, SECRET } from '../support/privilege/matters.ts'
import { routesOfApp } from '../support/privilege/routes-of-app.ts'
import { type ServedDesk, serveDesk } from '../support/privilege/served-desk.ts'
import { type Page, readPages } from '../support/privilege/table.ts'

const pages = readPages('tests/fixtures/privilege/pages.yaml')
const guarded = [...pages].filter((one): one is [string, Page] => typeof one[1] === 'object')

let desk: TicketDesk
let cast: Cast
let matters: Matters
let served: ServedDesk
let bad: Readonly<Record<string, string>>
/** A ticket of the other project, where numbers begin anew: its words and its id stand on pages of that project alone. */
let abroad: string
const ABROAD = '外区之事只在外区'
const browsers = new Map<string, Browser>()

beforeAll(async () => {
  desk = await openTicketDesk()
  cast = await hireCast(desk)
  matters = await openMatters(desk, cast)
  await desk.act(cast.foreign_owner, 'tickets.create', {
    ...{ text: `厨房水管漏水，${ABROAD}`, room: ROOM, same: 'apart' },
  })
  const theirs = desk.db.selectFrom('ticket').select('id').where('projectId', '=', ELSEWHERE)
  abroad = (await theirs.executeTakeFirstOrThrow()).id
  served = await serveDesk(desk.url)
  for (const [role, cookie] of await staffCookies(served.parts, cast))
    browsers.set(role, browserWith(served.url, cookie))
  const [member, left] = [await memberOf('manager'), await memberOf('left_manager')]
  bad = await badCookies(served.parts, { member: member.userId, left: left.userId })
})
afterAll(async () => {
  await served?.close()
  await desk.close()
})

const memberOf = (role: (typeof STAFF)[number]) =>
  desk.db
    .selectFrom('staff')
    .select('userId')
    .where('id', '=', cast[role].staffId)
    .executeTakeFirstOrThrow()
const looks = () => desk.db.transaction().execute((tx) => digestOf(tx, PROJECT))

/** What a route is asked with: names of the table filled in, a key of its own. */
async function askedOf(route: string, { on, with: given }: Page) {
  const named: Readonly<Record<string, string>> = {
    ...{ number: matters.accepted.number, id: matters.accepted.id, problem: matters.problemId },
    ...{ complaint: matters.complaint.id, done: matters.done.id },
    ...{ helped: matters.helped.id, helper: matters.helperId, given: matters.given.id },
    finishable: matters.finishable.id,
    assigned: matters.assigned.number,
  }
  const filled = (value: string) => value.replace(/\$([a-z]+)/g, (_all, name) => named[name] ?? '')
  const [method = '', path = ''] = route.split(' ')
  const id = filled(on)
  const version = String((await ticketVersion(id)) ?? '')
  const fields = Object.entries(given).map(([field, value]) => [field, filled(value)])
  const form = { key: randomUUID(), version, ...Object.fromEntries(fields) }
  return { method, path: path.replace(':id', id), form }
}

const ticketVersion = async (id: string) =>
  (await desk.db.selectFrom('ticket').select('version').where('id', '=', id).executeTakeFirst())
    ?.version

test('every route has an entry, and every entry a route', () => {
  expect([...pages.keys()].sort()).toEqual([...routesOfApp(served.app)])
})

describe.each(guarded)('%s', (route, page) => {
  test('lets nobody in who is not logged in', async () => {
    const before = await looks()
    const { method, path, form } = await askedOf(route, page)
    for (const [what, cookie] of Object.entries(bad)) {
      const answer = await browserWith(served.url, cookie)(method, path, form)
      expect([what, answer.status, answer.headers.get('location')]).toEqual([
        what,
        303,
        `/login?to=${encodeURIComponent(path)}`,
      ])
      expectNothing(what, await answer.text())
    }
    expect(await looks()).toBe(before)
  })

  test('takes nothing from another site’s page', async () => {
    const { method, path, form } = await askedOf(route, page)
    if (method === 'GET') return
    const before = await looks()
    const foreign = [
      {},
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ]
    for (const headers of foreign) {
      const answer = await browsers.get('manager')?.(method, path, form, headers as never)
      expect([JSON.stringify(headers), answer?.status]).toEqual([JSON.stringify(headers), 403])
    }
    expect(await looks()).toBe(before)
  })

  test('gives nothing to whoever may not', async () => {
    const before = await looks()
    for (const role of STAFF.filter((one) => !page.may.has(one))) {
      const { method, path, form } = await askedOf(route, page)
      const answer = await browsers.get(role)?.(method, path, form)
      const text = (await answer?.text()) ?? ''
      expect(`${role} ${answer && refusalOf(answer, text)}`).toBe(`${role} refused`)
      expectNothingUnseen(role, text)
    }
    expect(await looks()).toBe(before)
  })

  test('lets those in who may', async () => {
    for (const role of STAFF.filter((one) => page.may.has(one))) {
      const { method, path, form } = await askedOf(route, page)
      const answer = await browsers.get(role)?.(method, path, form)
      const text = (await answer?.text()) ?? ''
      expect(`${role} ${answer && refusalOf(answer, text)}`).toBe(`${role} let in`)
      if (role.startsWith('foreign')) expectNothing(role, text, Object.values(form))
      else expectNothingAbroad(role, text)
    }
  })
})

const NOT_YOURS = ['您的岗位不能这样操作', '反复故障由班组长或经理结案', '没有这条反复故障']

function refusalOf({ status, headers }: Response, text: string): string {
  const to = headers.get('location') ?? ''
  const isSentAway = status === 303 && (to === '/console' || to.startsWith('/login'))
  if (isSentAway || [400, 403, 404].includes(status)) return 'refused'
  if (status === 409 && NOT_YOURS.some((words) => text.includes(words))) return 'refused'
  return [200, 204, 303, 409, 422].includes(status) ? 'let in' : `answered ${status}`
}

describe('what a page shows is of the project of whoever looks', () => {
  const looksAt = async (role: (typeof STAFF)[number], path: string) => {
    const answer = await browsers.get(role)?.('GET', path)
    return { status: answer?.status, text: (await answer?.text()) ?? '' }
  }

  test('the board has their own matters and no others', async () => {
    for (const role of ['manager', 'agent', 'dispatcher', 'lead'] as const) {
      const { text } = await looksAt(role, '/console')
      expect([role, text.includes(matters.accepted.number)]).toEqual([role, true])
      expectNothingAbroad(role, text)
    }
    const { text } = await looksAt('foreign_manager', '/console')
    expect(text).toContain(abroad)
    expectNothing('foreign_manager', text)
  })

  test('a ticket opens with its words for its own project, and is none for the other', async () => {
    const own = await looksAt('manager', `/console/tickets/${matters.accepted.id}`)
    expect([own.status, own.text.includes(SECRET)]).toEqual([200, true])
    const theirs = await looksAt('foreign_manager', `/console/tickets/${abroad}`)
    expect([theirs.status, theirs.text.includes(ABROAD)]).toEqual([200, true])
    for (const role of STAFF.filter((one) => !one.startsWith('foreign'))) {
      const { status, text } = await looksAt(role, `/console/tickets/${abroad}`)
      // Whoever is sent to log in reads the address they asked for.
      expect([role, status === 200, text.includes(ABROAD)]).toEqual([role, false, false])
    }
  })

  test('a search finds what is their own', async () => {
    const found = async (role: 'manager' | 'foreign_manager', q: string) => {
      const posted = await browsers.get(role)?.('POST', '/console/search', { q })
      return (await looksAt(role, posted?.headers.get('location') ?? '/console')).text
    }
    // Both projects have a ticket of this number.
    const { number } = await desk.db
      .selectFrom('ticket')
      .select('number')
      .where('id', '=', abroad)
      .executeTakeFirstOrThrow()
    const theirs = await found('foreign_manager', number)
    expect(theirs).toContain(abroad)
    expect(theirs.includes(SECRET)).toBe(false)
    expectNothingAbroad('manager', await found('manager', number))
    expectNothing('foreign_manager', await found('foreign_manager', SECRET), [SECRET])
  })
})

function expectNothingAbroad(who: string, text: string): void {
  for (const secret of [ABROAD, abroad]) {
    expect(text.includes(secret), `${who} reads ${secret}`).toBe(false)
  }
}

/** What they typed themselves is no news, nor is the example beside a field. */
function expectNothing(who: string, text: string, typed: readonly string[] = []): void {
  const read = text.replaceAll(/placeholder="[^"]*"/g, '')
  const secrets = [SECRET, PHONE, ROOM, matters.accepted.number]
  for (const secret of secrets.filter((one) => !typed.includes(one))) {
    expect(read.includes(secret), `${who} reads ${secret}`).toBe(false)
  }
}

/** Whoever may look at the page is told on it why not; everybody else sees nothing of it. */
function expectNothingUnseen(role: (typeof STAFF)[number], text: string): void {
  const sees = ['steward', 'agent', 'lead', 'dispatcher', 'manager']
  if (!sees.includes(role)) expectNothing(role, text)
}
