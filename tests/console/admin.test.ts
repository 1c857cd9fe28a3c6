/** The local administrator in the browser: the password of the first start, what it opens, and what it does not. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { openTestDesk, PATIENCE } from '../support/app/test-desk.ts'
import { type PageVisitor, pageVisitor } from '../support/page-visitor.ts'

let desk: TestDesk
let url: string
let password: string
let lines: readonly string[]

beforeAll(async () => {
  desk = await openTestDesk({
    redisUrl: null,
    rules: NO_BURSTS,
    env: { LOG_LEVEL: 'trace' },
  })
  const process = await desk.start()
  url = await process.open()
  lines = process.lines
  const told = lines.find((line) => line.includes('本地管理员密码'))
  password = told?.split('：').at(-1)?.trim() ?? ''
  await desk.says('zhang-wei', '厨房水管漏水，明天上午在家')
  await desk.idle()
  await desk.says('zhang-wei', '没有')
  await desk.idle()
  await desk.says('zhang-wei', '提交')
  await desk.idle()
}, PATIENCE.timeout)
afterAll(() => desk?.close())

const OWN = { 'sec-fetch-site': 'same-origin' }
const send = (
  browser: PageVisitor,
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = OWN,
) => {
  const body = new URLSearchParams(fields)
  return browser.step(`${url}${path}`, { method: 'POST', body, headers })
}
const logIn = (browser: PageVisitor, given: string, to = '/console') =>
  send(browser, '/login/admin', { password: given, to })
const sessionOf = (browser: PageVisitor) =>
  /guanjia_staff=([^;]+)/.exec(browser.cookiesFor(url))?.[1]
/** Between tests: what an address may try in a minute is no matter here. */
const unlock = () =>
  desk.db.updateTable('local_admin').set({ tries: 0, lockedUntil: null }).execute()

test('the password of the first start stands on the terminal once, opens the board, and acts are logged under its name', async () => {
  expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
  const browser = pageVisitor()
  browser.plant('guanjia_staff', 'planted-before')
  const entered = await logIn(browser, password)
  expect([entered.status, entered.headers.get('location')]).toEqual([303, '/console'])
  expect(sessionOf(browser)).not.toBe('planted-before')
  const board = await (await browser.open(`${url}/console`)).text()
  expect(board).toContain('本地管理员')
  const { id, firstResponderId } = await desk.db
    .selectFrom('ticket')
    .select(['id', 'firstResponderId'])
    .executeTakeFirstOrThrow()
  const page = await (await browser.open(`${url}/console/tickets/${id}`)).text()
  expect(page).not.toContain('由我接手')
  const version = /name="version" value="(\d+)"/.exec(page)?.[1] ?? ''
  const noted = await send(browser, `/console/tickets/${id}/note`, {
    ...{ key: 'k1', version, text: '已电话核实' },
  })
  expect(noted.status).toBe(303)
  expect((await send(browser, `/console/tickets/${id}/take`, { key: 'k2', version })).status).toBe(
    409,
  )
  const after = await (await browser.open(`${url}/console/tickets/${id}`)).text()
  expect(after).toContain('已电话核实')
  expect(after).toContain('本地管理员')
  const logged = await desk.db
    .selectFrom('audit_log')
    .select(['action', 'actorId'])
    .where('subjectId', '=', id)
    .execute()
  expect(logged.some(({ actorId }) => actorId?.startsWith('local-admin-'))).toBe(true)
  const ticket = desk.db.selectFrom('ticket').select('firstResponderId').where('id', '=', id)
  expect(await ticket.executeTakeFirst()).toEqual({ firstResponderId })
})

test('for what they log for somebody who phones, a person answers who can be reached', async () => {
  const browser = pageVisitor()
  await logIn(browser, password)
  const form = await (await browser.open(`${url}/console/calls/new`)).text()
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(form)?.[1] ?? ''
  const fields = { text: '3号楼大厅的灯不亮', place: '3号楼大厅', building: '3' }
  const logged = await send(browser, '/console/calls', { ...fields, key: value('key') })
  expect(logged.status).toBe(303)
  const made = await desk.db
    .selectFrom('ticket')
    .select(['firstResponderId', 'description'])
    .orderBy('createdAt', 'desc')
    .executeTakeFirstOrThrow()
  expect(made.description).toContain('大厅的灯不亮')
  expect(made.firstResponderId).not.toMatch(/^local-admin/)
  await unlock()
})

test('wrong, huge, hostile or posted by another site: told why, and nobody is in', async () => {
  const browser = pageVisitor()
  const wrong = await logIn(browser, 'wrong', 'https://evil.example/')
  expect(wrong.status).toBe(403)
  const page = await wrong.text()
  expect(page).toContain('密码不对')
  expect(page).not.toContain('evil.example')
  expect((await logIn(browser, 'x'.repeat(100_000))).status).toBe(413)
  expect((await send(browser, '/login/admin', { password }, {})).status).toBe(403)
  const foreign = { 'sec-fetch-site': 'cross-site' }
  expect((await send(browser, '/login/admin', { password }, foreign)).status).toBe(403)
  expect(sessionOf(browser)).toBeUndefined()
  await unlock()
})

test('a door that is shut says so, and logging out ends the session', async () => {
  const browser = pageVisitor()
  await logIn(browser, password)
  expect(sessionOf(browser)).toBeDefined()
  await desk.db
    .updateTable('local_admin')
    .set({ lockedUntil: new Date('2099-01-01') })
    .execute()
  const locked = await logIn(pageVisitor(), password)
  expect(locked.status).toBe(429)
  expect(await locked.text()).toContain('错误次数太多')
  await unlock()
  await send(browser, '/login/out', {})
  expect((await browser.step(`${url}/console`)).status).toBe(303)
})

test('who tries too fast waits, and no line of the log holds the password', async () => {
  const statuses: number[] = []
  for (let at = 0; at < 15; at++) statuses.push((await logIn(pageVisitor(), 'nope')).status)
  expect(statuses.at(-1)).toBe(429)
  const others = lines.filter((line) => !line.includes('本地管理员密码'))
  expect(others.filter((line) => line.includes(password))).toEqual([])
  expect(lines.filter((line) => line.includes(password))).toHaveLength(1)
})
