/** The edges of logging in, over HTTP: codes too late, platforms away, strangers, tabs at once, hostile questions. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApiMessage } from '../../src/sandbox/api-messages.ts'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { openTestDesk, PATIENCE } from '../support/app/test-desk.ts'
import { type PageVisitor, pageVisitor } from '../support/page-visitor.ts'

const NUMBER = 'BX20261123-0001'
const MINUTE_MS = 60_000

let desk: TestDesk
let url: string
/** The page of a repair, as the card on Li Jun's phone links it. */
let page: string

beforeAll(async () => {
  desk = await openTestDesk({ redisUrl: null, rules: NO_BURSTS })
  url = await (await desk.start()).open()
  for (const words of ['厨房水管漏水，明天上午在家', '没有', '提交']) {
    await desk.says('zhang-wei', words)
    await desk.idle()
  }
  const answer = await fetch(`${url}/sandbox/api/members/li-jun/messages?after=0`)
  const { messages } = (await answer.json()) as { messages: ApiMessage[] }
  page = messages.findLast(({ card }) => card?.url)?.card?.url ?? ''
  expect(page, desk.story()).toContain('/t/')
}, PATIENCE.timeout)
afterAll(() => desk?.close())

const locationOf = (response: Response) => response.headers.get('location') ?? ''
const codeOf = (id: string, kind: 'member' | 'owner' = 'member') =>
  desk.platform().control.oauthCode({ kind, id })
const sessionOf = (browser: PageVisitor) =>
  /guanjia_staff=([^;]+)/.exec(browser.cookiesFor(url))?.[1]
const countSessions = async () =>
  (await desk.db.selectFrom('web_session').select('id').execute()).length

/** Leaves for the platform; answers the address with which it comes back with this code. */
async function leave(browser: PageVisitor, to = new URL(page).pathname) {
  const away = await browser.step(`${url}/login?to=${encodeURIComponent(to)}`)
  const state = new URL(locationOf(away), url).searchParams.get('state') ?? ''
  return (code: string) => `${url}/login/callback?${new URLSearchParams({ code, state })}`
}

async function comeBackAs(member: string, browser = pageVisitor()): Promise<PageVisitor> {
  const back = await leave(browser)
  expect((await browser.open(back(await codeOf(member)))).status).toBe(200)
  return browser
}

describe('the stand-in’s own log-in', () => {
  test.each([
    ['redirect_uri', 'https://evil.example/login/callback'],
    ['appid', 'ww0000000000000000'],
    ['agentid', '7'],
    ['scope', 'snsapi_everything'],
    ['response_type', 'token'],
    ['state', 'not-alnum!'],
  ])('refuses what the platform refuses: %s', async (name, value) => {
    const headers = { 'user-agent': 'wxwork/4.1 MicroMessenger/7.0' }
    const away = await pageVisitor().step(`${url}/login`, { headers })
    const target = new URL(locationOf(away), url)
    expect((await fetch(target)).status).toBe(200)
    target.searchParams.set(name, value)
    expect((await fetch(target)).status).toBe(400)
  })
})

describe('a code or a state that does not count', () => {
  test('unknown, used, late or no code at all: told, and offered a new log-in that leads to the same page', async () => {
    const used = await codeOf('li-jun')
    const first = pageVisitor()
    expect((await first.open((await leave(first))(used))).status).toBe(200)
    const late = await codeOf('li-jun')
    await desk.advance(6 * MINUTE_MS)
    const again = `href="/login?to=${encodeURIComponent(new URL(page).pathname)}"`
    for (const code of ['never-given', used, late, '', '../../x', 'c'.repeat(600)]) {
      const browser = pageVisitor()
      const answer = await browser.open((await leave(browser))(code))
      expect(answer.status, code).toBe(400)
      expect(await answer.text()).toContain(again)
      expect(sessionOf(browser)).toBeUndefined()
    }
  })

  test('a way back that took longer than ten minutes is over', async () => {
    const browser = pageVisitor()
    const back = await leave(browser)
    await desk.advance(11 * MINUTE_MS)
    expect((await browser.open(back(await codeOf('li-jun')))).status).toBe(400)
    expect(sessionOf(browser)).toBeUndefined()
  })

  test('a cookie that somebody made does not make a state good', async () => {
    const browser = pageVisitor()
    const state = 'b'.repeat(32)
    const made = Buffer.from(JSON.stringify([9e15, 'login', state, '/', 'x'])).toString('base64url')
    browser.plant(`guanjia_login_${state.slice(0, 8)}`, `${made}.${'A'.repeat(43)}`, '/login')
    const back = `${url}/login/callback?code=${await codeOf('li-jun')}&state=${state}`
    expect((await browser.open(back)).status).toBe(400)
    expect(sessionOf(browser)).toBeUndefined()
  })

  test('a copied cookie with a fresh code comes too late once the way back was taken', async () => {
    const browser = pageVisitor()
    const back = await leave(browser)
    const cookie = browser.cookiesFor(`${url}/login`)
    expect((await browser.open(back(await codeOf('li-jun')))).status).toBe(200)
    const thief = await fetch(back(await codeOf('gao-yuan')), {
      headers: { cookie },
      redirect: 'manual',
    })
    expect(thief.status).toBe(400)
    expect(thief.headers.getSetCookie().join()).not.toContain('guanjia_staff')
  })

  test('two tabs that bring one code at once: one session, and neither is sent round in circles', async () => {
    const browser = pageVisitor()
    const back = (await leave(browser))(await codeOf('li-jun'))
    const before = await countSessions()
    const tabs = await Promise.all([browser.step(back), browser.step(back)])
    const statuses = tabs.map(({ status }) => status).toSorted((a, b) => a - b)
    expect(statuses[0]).toBe(303)
    expect([303, 400]).toContain(statuses[1])
    expect(await countSessions()).toBe(before + 1)
    expect((await browser.open(back)).status).toBe(200)
  })

  test('a platform that does not answer is told, and the next try works', async () => {
    const path = '/cgi-bin/auth/getuserinfo'
    await desk.disturb({ on: 'call', effect: 'status', value: 503, path })
    const browser = pageVisitor()
    const answer = await browser.open((await leave(browser))(await codeOf('li-jun')))
    expect(answer.status).toBe(502)
    expect(await answer.text()).toContain('企业微信没有回应')
    await desk.platform().control.clearFaults()
    await comeBackAs('li-jun', browser)
  })
})

describe('who is let in', () => {
  test('an owner is told that the page is for staff', async () => {
    const browser = pageVisitor()
    const answer = await browser.open((await leave(browser))(await codeOf('zhang-wei', 'owner')))
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('本公司员工')
  })

  test('a member who is no staff of the desk is told so', async () => {
    await desk.platform().control.putPeople({ members: [{ id: 'guest', name: '访客甲' }] })
    const browser = pageVisitor()
    const answer = await browser.open((await leave(browser))(await codeOf('guest')))
    expect(answer.status).toBe(403)
    expect(await answer.text()).toContain('还没有登记')
    expect(sessionOf(browser)).toBeUndefined()
  })

  test('a member of another project learns nothing of the repair', async () => {
    const { corpId } = desk.platform().corp
    await desk.platform().control.putPeople({ members: [{ id: 'far-away', name: '远方' }] })
    const ids = { id: randomUUID(), corpId, projectId: randomUUID(), userId: 'far-away' }
    const rest = { name: '远方', roles: ['technician'], skills: [], areas: [] }
    await desk.db
      .insertInto('staff')
      .values({ ...ids, ...rest, createdAt: new Date(0) })
      .execute()
    const browser = pageVisitor()
    const answer = await browser.open((await leave(browser))(await codeOf('far-away')))
    expect(answer.status).toBe(403)
    const html = await answer.text()
    expect(html).toContain('不是发给您的')
    expect(html).not.toContain(NUMBER)
  })

  test('the session of whoever logged in before ends when the browser logs in anew', async () => {
    const browser = await comeBackAs('gao-yuan')
    const before = sessionOf(browser) ?? ''
    await comeBackAs('li-jun', browser)
    expect(sessionOf(browser)).toMatch(/^[\w-]{43}$/)
    const thief = pageVisitor()
    thief.plant('guanjia_staff', before)
    expect((await thief.step(page)).status).toBe(303)
  })

  test('the database knows no token, only what finds it', async () => {
    const browser = await comeBackAs('li-jun')
    const rows = await desk.db.selectFrom('web_session').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(sessionOf(browser))
  })

  test('after an hour of nobody looking one is asked again, and after a shift in any case', async () => {
    const idle = await comeBackAs('li-jun')
    await desk.advance(61 * MINUTE_MS)
    expect((await idle.step(page)).status).toBe(303)
    const busy = await comeBackAs('li-jun')
    for (let hour = 1; hour < 12; hour += 1) {
      await desk.advance(59 * MINUTE_MS)
      expect((await busy.step(page)).status, `hour ${hour}`).toBe(200)
    }
    await desk.advance(30 * MINUTE_MS)
    expect((await busy.step(page)).status).toBe(200)
    await desk.advance(45 * MINUTE_MS)
    expect((await busy.step(page)).status).toBe(303)
  }, 120_000)
})

describe('from outside', () => {
  test('a phone is shown only where our own page asks, by newer and by older browsers, and each look is on the record', async () => {
    const browser = await comeBackAs('li-jun')
    const countLooks = async () => {
      const looks = desk.db.selectFrom('audit_log').select('id')
      return (await looks.where('action', '=', 'phone.reveal').execute()).length
    }
    const before = await countLooks()
    const foreign: readonly Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { 'sec-fetch-site': 'cross-site', origin: url },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      {},
    ]
    for (const headers of foreign) {
      const answer = await browser.step(page, { method: 'POST', headers })
      expect(answer.status, JSON.stringify(headers)).toBe(403)
    }
    expect(await countLooks()).toBe(before)
    const older = await browser.step(page, { method: 'POST', headers: { origin: url } })
    expect(await older.text()).toContain('tel:1')
    expect(await (await browser.post(page)).text()).toContain('tel:1')
    expect(await countLooks()).toBe(before + 2)
    expect(
      (await pageVisitor().step(page, { method: 'POST', headers: { origin: url } })).status,
    ).toBe(303)
  })

  test.each([
    '/\t/evil.example/',
    '/.//evil.example',
    '/%0d%0aSet-Cookie:x',
    '/login?to=/login',
    '//',
    '',
  ])('a log-in leads to no other site and not to itself: %s', async (to) => {
    const browser = pageVisitor()
    const answer = await browser.step((await leave(browser, to))(await codeOf('li-jun')))
    expect(answer.status).toBe(303)
    const target = new URL(locationOf(answer), url)
    expect(target.origin).toBe(url)
    expect(target.pathname).not.toBe('/login')
    expect(answer.headers.getSetCookie().join()).not.toContain('x=')
  })

  test.each([
    ['an array', '?to[]=/a&to[]=/b'],
    ['a prototype', '?to[__proto__]=x'],
    ['broken bytes', '?to=%00%ff%fe'],
    ['a thousand times the same', `?${'to=/a&'.repeat(1000)}`],
  ])('a strange question, %s, is answered with a log-in', async (_what, query) => {
    expect((await pageVisitor().step(`${url}/login${query}`)).status).toBe(302)
  })

  test.each([
    ['arrays', '?code[]=x&state[]=y'],
    ['a NUL', '?code=x&state=%00'],
    ['a huge state', `?code=x&state=${'a'.repeat(8000)}`],
    ['nothing', ''],
  ])('a strange answer, %s, logs nobody in', async (_what, query) => {
    expect((await pageVisitor().open(`${url}/login/callback${query}`)).status).toBe(400)
  })

  test('a question larger than any browser sends is refused by the server itself', async () => {
    expect((await fetch(`${url}/login?to=/${'a'.repeat(40_000)}`)).status).toBe(431)
  })
})
