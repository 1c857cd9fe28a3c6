/** Pages behind messages: staff are who WeCom says they are, an owner's link is good for one browser. */
import { expect, test } from 'vitest'
import { openedBy, type PageVisitor, pageVisitor } from '../support/page-visitor.ts'
import { chapter } from '../support/story/chapter.ts'
import { card, menu } from '../support/story/phone.ts'

const NUMBER = 'BX20261123-0001'
const INSIDE = { 'user-agent': 'Mozilla/5.0 (iPhone) wxwork/4.1 MicroMessenger/7.0' }
const DESK = { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Chrome/140' }

chapter('Who looks at a page', (cast) => {
  const { zhangWei, liJun, wangQiang, clock, desk } = cast
  const pageOf = async () => (await liJun.card(NUMBER)).url ?? ''
  const local = (url: string) => new URL(url).pathname
  /** As far as the platform's own page: where it sends the browser back to. */
  const wayBack = async (browser: PageVisitor, url: string, member: string) => {
    const choice = await browser.step(url, { headers: INSIDE })
    const login = new URL(choice.headers.get('location') ?? '', url)
    const platform = await browser.step(login.href, { headers: INSIDE })
    const there = new URL(platform.headers.get('location') ?? '', url)
    there.searchParams.set('member', member)
    return (await browser.step(there.href, { headers: INSIDE })).headers.get('location') ?? ''
  }

  test('a repair is at the technician, and its page asks a stranger who they are', async () => {
    await clock.strikes('09:10')
    await zhangWei.sendsAtOnce({ text: '3栋2单元501厨房水管漏水，今天下午在家' }, { image: 'leak' })
    await zhangWei.taps('提交')
    await zhangWei.reads()
    await liJun.hears(card('报修待接单', { 工单号: NUMBER, 照片: /^1张/ }))
    const stranger = pageVisitor()
    const sent = await stranger.step(await pageOf())
    expect([sent.status, sent.headers.get('location')]).toEqual([
      303,
      `/login?to=${encodeURIComponent(local(await pageOf()))}`,
    ])
  })

  test('inside WeCom it is the silent way, on a desk the QR code, each with a state of its own', async () => {
    const ways = []
    for (const headers of [INSIDE, DESK]) {
      const response = await pageVisitor().step(`${desk.url}/login?to=/t/x`, { headers })
      const way = new URL(response.headers.get('location') ?? '', desk.url)
      ways.push(way.pathname)
      expect(way.searchParams.get('state')).toMatch(/^[0-9a-f]{32}$/)
      expect(way.searchParams.get('redirect_uri')).toBe(`${desk.url}/login/callback`)
      expect(response.headers.getSetCookie().join()).toMatch(/HttpOnly.*SameSite=Lax/i)
    }
    expect(ways).toEqual(['/sandbox/connect/oauth2/authorize', '/sandbox/wwlogin/sso/login'])
  })

  test('the technician comes in, a colleague looks as themselves, and photos are for the one they were made for', async () => {
    const [mine, other] = [pageVisitor(), pageVisitor()]
    const page = await (await mine.open(openedBy(liJun.id, await pageOf()))).text()
    expect(page).toContain('李军已登录')
    const [, photo = ''] = /<img src="([^"]+)"/.exec(page) ?? []
    expect((await mine.open(photo)).status).toBe(200)
    expect(await (await other.open(openedBy(wangQiang.id, await pageOf()))).text()).toContain(
      '王强已登录',
    )
    expect((await other.open(photo)).status).toBe(404)
    expect(
      (await pageVisitor().step(photo, { headers: { 'sec-fetch-dest': 'image' } })).status,
    ).toBe(401)
  })

  test('a code, a state and a cookie are good once and together', async () => {
    const [one, two] = [pageVisitor(), pageVisitor()]
    const back = await wayBack(one, await pageOf(), liJun.id)
    // Somebody else's browser brings nothing but the address.
    expect((await two.step(back)).status).toBe(400)
    const forged = new URL(back)
    forged.searchParams.set('state', 'a'.repeat(32))
    expect((await one.step(forged.href)).status).toBe(400)
    const wrong = new URL(await wayBack(two, await pageOf(), liJun.id))
    wrong.searchParams.set('code', 'no-such-code')
    const refused = await two.step(wrong.href)
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining('登录已失效'),
    ])
    expect((await one.step(back)).headers.get('location')).toBe(local(await pageOf()))
    // A second load of the same address: in already, and never sent round in a circle.
    expect((await one.step(back)).status).toBe(303)
    expect((await pageVisitor().step(back)).status).toBe(400)
  })

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    'javascript:alert(1)',
    `/${'a'.repeat(5000)}`,
  ])('nobody is sent on to %s', async (to) => {
    const browser = pageVisitor()
    const url = `${desk.url}/login?to=${encodeURIComponent(to)}`
    const response = await browser.step(url, { headers: INSIDE })
    const there = new URL(response.headers.get('location') ?? '', desk.url)
    there.searchParams.set('member', liJun.id)
    const back = (await browser.step(there.href, { headers: INSIDE })).headers.get('location') ?? ''
    expect((await browser.step(back)).headers.get('location')).toBe('/login/me')
  })

  test('no other site can have a phone number shown, and nobody brings a session along', async () => {
    const browser = pageVisitor()
    browser.plant('guanjia_staff', 'chosen-by-somebody-else')
    await browser.open(openedBy(liJun.id, await pageOf()))
    expect(browser.cookiesFor(await pageOf())).not.toContain('chosen-by-somebody-else')
    const foreign = { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }
    expect((await browser.step(await pageOf(), foreign)).status).toBe(403)
    expect((await browser.step(await pageOf(), { method: 'POST' })).status).toBe(403)
    expect((await browser.post(await pageOf())).status).toBe(200)
    expect((await browser.post(`${desk.url}/login/out`)).status).toBe(200)
    expect((await browser.step(await pageOf())).status).toBe(303)
  })

  test('somebody who left is out at their next look', async () => {
    const browser = pageVisitor()
    const url = await pageOf()
    expect((await browser.open(openedBy(wangQiang.id, url))).status).toBe(200)
    const leaves = (leftAt: Date | null) =>
      desk.db.updateTable('staff').set({ leftAt }).where('userId', '=', wangQiang.id).execute()
    await leaves(await clock.now())
    expect((await browser.step(url)).status).toBe(303)
    expect((await browser.open(openedBy(wangQiang.id, url))).status).toBe(403)
    await leaves(null)
  })

  test('the owner gets a link that nothing but a tap on its button uses up', async () => {
    await zhangWei.says('我的报修到哪一步了')
    await zhangWei.hears(
      menu([NUMBER, /需要我做什么/], '催一下', '补充说明', '看详情', '撤回', '没事了'),
    )
    await zhangWei.taps('看详情')
    const [message] = await zhangWei.reads()
    const url = message?.links?.[0]?.url ?? ''
    expect(url).toContain('/o/')
    for (const method of ['GET', 'HEAD', 'GET']) {
      expect((await pageVisitor().step(url, { method })).status).toBe(200)
    }
    const [mine, other] = [pageVisitor(), pageVisitor()]
    expect(await (await mine.open(url)).text()).toContain('链接只能打开一次')
    const page = await (await mine.post(url)).text()
    expect(page).toContain('厨房水管漏水')
    expect(page).not.toMatch(/1\d{10}|138/)
    const [, photo = ''] = /<img src="([^"]+)"/.exec(page) ?? []
    const picture = new URL(photo, desk.url).href
    expect((await mine.open(picture)).headers.get('content-type')).toBe('image/jpeg')
    expect((await mine.open(url)).status).toBe(200)
    for (const late of [await other.open(url), await other.post(url)]) {
      expect([late.status, await late.text()]).toEqual([
        410,
        expect.stringContaining('已在别的手机'),
      ])
    }
    expect((await other.open(picture)).status).toBe(404)
    const forged = url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    expect((await mine.open(forged)).status).toBe(404)
  })

  test('of two browsers at once one comes in; and both the link and the look have an end', async () => {
    await zhangWei.says('我的报修到哪一步了')
    await zhangWei.reads()
    await zhangWei.taps('看详情')
    const url = (await zhangWei.reads()).at(-1)?.links?.[0]?.url ?? ''
    const browsers = [pageVisitor(), pageVisitor(), pageVisitor()]
    const answers = await Promise.all(browsers.map((browser) => browser.post(url)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410, 410])
    await liJun.taps('接单')
    await clock.passes('31m')
    for (const one of [zhangWei, liJun, wangQiang]) await one.reads()
    for (const browser of browsers) expect((await browser.open(url)).status).toBe(410)
  })
})
