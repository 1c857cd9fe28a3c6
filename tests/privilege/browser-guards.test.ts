/** What every answer tells a browser to keep to, whatever kind of answer it is, and how every cookie is set. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { tellFirstPassword } from '../../src/app/first-password.ts'
import { PROJECT } from '../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'
import { browserWith, staffCookies } from '../support/privilege/browsers.ts'
import { type Cast, hireCast } from '../support/privilege/cast.ts'
import { type Matters, openMatters } from '../support/privilege/matters.ts'
import { routesOfApp } from '../support/privilege/routes-of-app.ts'
import { type ServedDesk, serveDesk } from '../support/privilege/served-desk.ts'

let desk: TicketDesk
let cast: Cast
let matters: Matters
let plain: ServedDesk
let secure: ServedDesk
let password = ''
let session = ''
/** As the address of its web chat says it. */
let code = ''

beforeAll(async () => {
  desk = await openTicketDesk()
  cast = await hireCast(desk)
  matters = await openMatters(desk, cast)
  const project = desk.db.selectFrom('project').select('code').where('id', '=', PROJECT)
  code = (await project.executeTakeFirstOrThrow()).code
  plain = await serveDesk(desk.url)
  secure = await serveDesk(desk.url, { PUBLIC_URL: 'https://desk.example.com' })
  await tellFirstPassword(plain.parts.base, (line) => {
    password ||= line.split('：').at(-1) ?? ''
  })
  session = (await staffCookies(plain.parts, cast)).get('manager') ?? ''
})
afterAll(async () => {
  await plain?.close()
  await secure?.close()
  await desk.close()
})

/** The path of a route with something in it. */
const filled = (path: string) =>
  path
    .replace(':project', code)
    .replace(':id', matters.accepted.id)
    .replace(/:\w+/g, 'x')
    .replace('/*', '/web-chat.css')

function expectGuarded(what: string, { headers }: Response): void {
  const said = (name: string) => headers.get(name) ?? ''
  const policy = said('content-security-policy')
  const guards = {
    runsOnlyOurs: /(?:^|;)\s*script-src 'self'(?:;|$)/.test(policy),
    loadsNothing: policy.includes("default-src 'self'") && policy.includes("object-src 'none'"),
    framed: /frame-ancestors 'self'(?:;|$)/.test(policy),
    ...{ sniff: said('x-content-type-options'), frame: said('x-frame-options') },
    ...{ referrer: said('referrer-policy'), stack: said('x-powered-by') },
    keepsTls: said('strict-transport-security').includes('max-age='),
  }
  expect([what, guards]).toEqual([
    what,
    {
      ...{ runsOnlyOurs: true, loadsNothing: true, framed: true },
      ...{ sniff: 'nosniff', frame: 'SAMEORIGIN', referrer: 'same-origin', stack: '' },
      keepsTls: true,
    },
  ])
}

describe('headers', () => {
  test('every route answers with all of them, to whoever is logged in and to nobody', async () => {
    const kinds = new Set<string>()
    for (const cookie of [session, '']) {
      for (const route of routesOfApp(plain.app)) {
        const [method = '', path = ''] = route.split(' ')
        // An open stream has said its headers before its first word.
        const answer = await browserWith(plain.url, cookie)(method, filled(path))
        expectGuarded(route, answer)
        await answer.body?.cancel()
        const type = answer.headers.get('content-type')?.split(';')[0] ?? 'nothing'
        kinds.add(`${Math.floor(answer.status / 100)}xx ${type}`)
      }
    }
    // Pages, files, data, nothing, being sent elsewhere and being refused were among them.
    for (const kind of ['2xx text/html', '2xx text/css', '2xx application/json', '4xx text/plain'])
      expect([...kinds]).toContain(kind)
    expect([...kinds].some((kind) => kind.startsWith('3xx'))).toBe(true)
  })

  test.each([
    ['no such page', 'GET', '/nowhere', {}],
    ['no such file', 'GET', '/assets/nothing.css', {}],
    ['a path that cannot be read', 'GET', '/console/tickets/%E0%A4%A', {}],
    ['a form that is too large', 'POST', '/login/admin', { password: 'x'.repeat(100_000) }],
    ['a form from elsewhere', 'POST', '/console/tickets/x/note', { text: 'x' }],
    ['a link that is none', 'GET', '/t/x', {}],
  ])('%s', async (what, method, path, form) => {
    const headers =
      what === 'a form from elsewhere' ? { 'sec-fetch-site': 'cross-site' } : undefined
    const answer = await browserWith(plain.url, session)(method, path, form, headers)
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expect(answer.status).toBeLessThan(500)
    expectGuarded(what, answer)
  })

  test('JSON that is none', async () => {
    const answer = await fetch(`${plain.url}/chat/${code}/messages`, {
      ...{ method: 'POST', body: '{"id":', headers: { 'content-type': 'application/json' } },
    })
    expect(answer.status).toBeGreaterThanOrEqual(400)
    expectGuarded('JSON', answer)
  })

  test('a page of ours is shown inside no other site, also where the chat is', async () => {
    for (const path of ['/console', `/chat/${code}`]) {
      const answer = await browserWith(secure.url, '')('GET', path)
      expectGuarded(path, answer)
    }
  })
})

describe.each([
  ['http', () => plain, ['Path', 'HttpOnly', 'SameSite=Lax']],
  ['https', () => secure, ['Path', 'HttpOnly', 'SameSite=Lax', 'Secure']],
] as const)('cookies over %s', (manner, desk, flags) => {
  const isSecure = manner === 'https'

  function expectFlags(what: string, answer: Response, path: string): void {
    const cookies = answer.headers.getSetCookie()
    expect([what, cookies.length > 0]).toEqual([what, true])
    for (const cookie of cookies) {
      const [, ...given] = cookie.split('; ')
      const names = given.map((flag) => flag.replace(/^Path=.*/, 'Path'))
      for (const flag of flags)
        expect([what, names]).toEqual([what, expect.arrayContaining([flag])])
      expect([what, names.includes('Secure')]).toEqual([what, isSecure])
      expect([what, given]).toEqual([what, expect.arrayContaining([`Path=${path}`])])
      expect([what, given.some((flag) => flag.startsWith('Domain'))]).toEqual([what, false])
    }
  }

  test('of the administrator’s log-in, of logging out, and of being sent to WeCom', async () => {
    const ask = browserWith(desk().url, '')
    const entered = await ask('POST', '/login/admin', { password })
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/console'])
    expectFlags('log-in', entered, '/')
    const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    expectFlags('log-out', await browserWith(desk().url, cookie)('POST', '/login/out'), '/')
    expectFlags('on the way', await ask('GET', '/login?to=%2Fconsole'), '/login')
  })

  test('of an owner who opens a link, and of a visitor of the page', async () => {
    const ask = browserWith(desk().url, '')
    const { links } = desk().parts.base
    const link = links.ownTicket(matters.accepted.id, cast.owner.conversationId)
    expectFlags('owner', await ask('POST', new URL(link).pathname), '/o')
    const headers = { 'x-guanjia-chat': '1' }
    expectFlags('visitor', await ask('POST', `/chat/${code}/visitor`, {}, headers), '/chat')
  })
})
