/** The sandbox's console behind a signed link: good once, for a while, and in the sandbox only. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { openTestDesk, PATIENCE } from '../support/app/test-desk.ts'
import { type PageVisitor, pageVisitor } from '../support/page-visitor.ts'

let desk: TestDesk
let url: string
let lines: readonly string[]

beforeAll(async () => {
  desk = await openTestDesk({ redisUrl: null, rules: NO_BURSTS })
  const process = await desk.start()
  url = await process.open()
  lines = process.lines
}, PATIENCE.timeout)
afterAll(() => desk?.close())

const OWN = { 'sec-fetch-site': 'same-origin' }
const use = (browser: PageVisitor, link: string, headers: Readonly<Record<string, string>> = OWN) =>
  browser.step(link, { method: 'POST', headers })
/** As the sandbox's page offers it. */
async function aLink(as = 'gao-yuan'): Promise<string> {
  const answer = await pageVisitor().step(`${url}/sandbox/console?as=${as}`)
  expect(answer.status).toBe(303)
  return new URL(answer.headers.get('location') ?? '', url).href
}
const sessionOf = (browser: PageVisitor) =>
  /guanjia_staff=([^;]+)/.exec(browser.cookiesFor(url))?.[1]

test('the link of the terminal and that of the page open the console, after a button', async () => {
  const told = lines.find((line) => line.includes('看板（'))
  for (const link of [/https?:\S+/.exec(told ?? '')?.[0] ?? '', await aLink()]) {
    const browser = pageVisitor()
    browser.plant('guanjia_staff', 'planted-before')
    for (const _twice of [1, 2]) {
      expect(await (await browser.open(link)).text()).toContain('打开看板')
    }
    expect(sessionOf(browser)).toBe('planted-before')
    const entered = await use(browser, link)
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/console'])
    expect(sessionOf(browser)).not.toBe('planted-before')
    expect(await (await browser.open(`${url}/console`)).text()).toContain('高远')
  }
  expect(await (await fetch(`${url}/sandbox`)).text()).toContain('/sandbox/console?as=')
})

test('used twice it is refused with words, by whoever comes second at the same moment too', async () => {
  const link = await aLink()
  const browsers = [pageVisitor(), pageVisitor(), pageVisitor()]
  const answers = await Promise.all(browsers.map((browser) => use(browser, link)))
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410])
  const late = await pageVisitor().open(link)
  expect(late.status).toBe(410)
  expect(await late.text()).toContain('链接已经用过')
})

test('it is over after its time, and forged, foreign or nobody’s it opens nothing', async () => {
  const stranger = pageVisitor()
  const link = await aLink()
  expect((await use(stranger, link, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await use(stranger, `${link}x`)).status).toBe(404)
  expect((await use(stranger, `${url}/login/link/${'a'.repeat(5000)}.b`)).status).toBe(404)
  const nobody = await aLink('nobody-here')
  expect((await use(stranger, nobody)).status).toBe(410)
  await desk.advance(31 * 60_000)
  const late = await use(stranger, link)
  expect(late.status).toBe(410)
  expect(await late.text()).toContain('链接已过期')
  expect(sessionOf(stranger)).toBeUndefined()
})
