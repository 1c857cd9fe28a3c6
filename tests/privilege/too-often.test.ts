/** What one address may ask for in a minute: links that open, links that do not, log-ins. Another address is not held up. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'
import { browserWith } from '../support/privilege/browsers.ts'
import { type Cast, hireCast } from '../support/privilege/cast.ts'
import { type Matters, openMatters, SECRET } from '../support/privilege/matters.ts'
import { type ServedDesk, serveDesk } from '../support/privilege/served-desk.ts'

const AT_ONCE = 20

let desk: TicketDesk
let cast: Cast
let matters: Matters
let served: ServedDesk

beforeAll(async () => {
  desk = await openTicketDesk()
  cast = await hireCast(desk)
  matters = await openMatters(desk, cast)
  // So that each test has an address of its own.
  served = await serveDesk(desk.url, { TRUST_PROXY: '1' })
})
afterAll(async () => {
  await served?.close()
  await desk.close()
})

const rules = () => served.parts.base.rules.desk.access
const links = () => served.parts.base.links
const pathOf = (url: string) => new URL(url).pathname
const ownPage = () => pathOf(links().ownTicket(matters.accepted.id, cast.owner.conversationId))

const askFrom = (address: string) => {
  const browser = browserWith(served.url, '')
  return (path: string, method = 'GET') =>
    browser(method, path, {}, { 'sec-fetch-site': 'same-origin', 'x-forwarded-for': address })
}

/** The statuses of so many requests, a few at a time. */
async function statuses(count: number, ask: (index: number) => Promise<Response>) {
  const seen: number[] = []
  for (let index = 0; index < count; index += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - index) }, (_, at) => index + at)
    const answers = await Promise.all(some.map(ask))
    for (const answer of answers) {
      await answer.arrayBuffer()
      seen.push(answer.status)
    }
  }
  return new Set(seen)
}

test('after so many links that open nothing, whatever their kind, none is looked at', async () => {
  const ask = askFrom('192.0.2.1')
  const kinds = ['t', 'o', 'm']
  const guess = (index: number) => ask(`/${kinds[index % 3]}/guess-${index}`)
  expect(await statuses(rules().link_refusals_per_minute, guess)).toEqual(new Set([404]))
  for (const path of ['/t/guess', '/m/guess', '/o/guess/photos/0', ownPage()]) {
    const refused = await ask(path)
    expect([path, refused.status]).toEqual([path, 429])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await refused.text()).toBe('打开得太频繁，请过一分钟再试')
  }
  const post = await ask(ownPage(), 'POST')
  expect([post.status, post.headers.getSetCookie()]).toEqual([429, []])
  const other = await askFrom('192.0.2.2')(ownPage())
  expect([other.status, (await other.text()).includes(SECRET)]).toEqual([200, false])
})

test('links that open are many: only a flood of them is held up', async () => {
  const ask = askFrom('192.0.2.3')
  const page = ownPage()
  const limit = rules().link_opens_per_minute
  expect(await statuses(limit, () => ask(page))).toEqual(new Set([200]))
  expect((await ask(page)).status).toBe(429)
  expect((await askFrom('192.0.2.4')(page)).status).toBe(200)
})

test('whoever comes back from WeCom again and again is told to wait', async () => {
  const ask = askFrom('192.0.2.5')
  const back = (index: number) => ask(`/login/callback?code=c&state=${index}`)
  expect(await statuses(rules().login_returns_per_minute, back)).toEqual(new Set([400]))
  const refused = await back(0)
  expect([refused.status, (await refused.text()).includes('登录太频繁')]).toEqual([429, true])
  expect((await askFrom('192.0.2.6')('/login/callback')).status).toBe(400)
})

test('a header nobody was told to believe makes no new address', async () => {
  const bare = await serveDesk(desk.url)
  try {
    const guess = (index: number) =>
      browserWith(bare.url, '')('GET', '/t/guess', {}, { 'x-forwarded-for': `192.0.2.${index}` })
    await statuses(rules().link_refusals_per_minute, guess)
    expect((await guess(200)).status).toBe(429)
  } finally {
    await bare.close()
  }
})
