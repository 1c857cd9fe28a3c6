/** Messages of an app on the stand-in: whom they reach, and each limit of wecom.md 5 at its edge and past it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { emptyVideo, silentVoice } from '../../src/sandbox/demo-files.ts'
import { buttonCard } from './support/cards.ts'
import { type DeskDouble, openDeskDouble } from './support/desk-double.ts'
import { address, bytes } from './support/lengths.ts'
import { AGENT, CORP, openTestPlatform, type TestPlatform, until } from './support/test-platform.ts'
import { upload as uploadMedia } from './support/upload.ts'

const HOUR = 3_600_000
const JPG = Buffer.from('ffd8ffe000104a4649460001', 'hex')

let platform: TestPlatform

beforeEach(async () => {
  platform = await openTestPlatform()
})
afterEach(() => platform.close())

const send = (more: object = {}) =>
  platform.post('/cgi-bin/message/send', {
    touser: 'ZhangWei',
    agentid: AGENT,
    msgtype: 'text',
    text: { content: '您有新工单' },
    ...more,
  })
const phone = async (id = 'ZhangWei') =>
  (await platform.control.readPhone({ kind: 'members', id }, 0)).messages

describe('receivers', () => {
  test('without a licence come back in lower case and get nothing; with one they do again', async () => {
    await platform.control.changeMember('ZhangWei', { licensed: false })
    expect(await send({ touser: 'ZhangWei|lina|Ghost' })).toMatchObject({
      errcode: 0,
      invaliduser: 'ghost',
      unlicenseduser: 'zhangwei',
    })
    expect([await phone(), await phone('lina')]).toEqual([[], [expect.anything()]])
    expect((await send({ touser: '@all' })).unlicenseduser).toBe('zhangwei')
    // A start of the desk, which names its people again, gives nobody a licence.
    await platform.control.putPeople({ members: [{ id: 'ZhangWei', name: '张伟' }] })
    expect((await send()).errcode).toBe(81013)
    await platform.control.changeMember('ZhangWei', { licensed: true })
    expect((await send()).unlicenseduser).toBe('')
    expect(await phone()).toHaveLength(1)
  })

  test('a licence is no change of the directory, and must be said as true or false', async () => {
    await platform.control.changeMember('ZhangWei', { licensed: false })
    expect((await platform.control.pending()).count).toBe(0)
    await expect(platform.control.changeMember('lina', { licensed: 'no' })).rejects.toMatchObject({
      status: 400,
    })
  })

  test('of a party are all in it and below it; a party that is none comes back', async () => {
    await platform.control.putDepartment({ id: 2, name: '工程部' })
    await platform.control.putDepartment({ id: 3, name: '水电组', parentId: 2 })
    await platform.control.changeMember('ZhangWei', { departments: [3] })
    expect(await send({ touser: 'zhangwei', toparty: '2|9' })).toMatchObject({
      errcode: 0,
      invalidparty: '9',
    })
    expect([await phone(), await phone('lina')]).toEqual([[expect.anything()], []])
    expect((await send({ touser: '', toparty: '9' })).errcode).toBe(81013)
  })

  test('of @all are those the app may see', async () => {
    await platform.control.putDepartment({ id: 2, name: '工程部' })
    await platform.control.changeMember('ZhangWei', { departments: [2] })
    await platform.control.setVisibleRange({ departments: [2] })
    expect((await send({ touser: '@all' })).errcode).toBe(0)
    expect([await phone(), await phone('lina')]).toEqual([[expect.anything()], []])
    await platform.control.setVisibleRange({ departments: [] })
    expect((await send({ touser: '@all' })).errcode).toBe(81013)
  })

  test.each<[string, (count: number) => object, number, number]>([
    ['members', (n) => ({ touser: Array(n).fill('ZhangWei').join('|') }), 1000, 40032],
    ['parties', (n) => ({ toparty: Array(n).fill('9').join('|') }), 100, 82002],
    ['tags', (n) => ({ totag: Array(n).fill('9').join('|') }), 100, 82003],
  ])('%s', async (_what, name, limit, code) => {
    expect((await send(name(limit))).errcode).toBe(0)
    expect((await send(name(limit + 1))).errcode).toBe(code)
    expect(await phone()).toHaveLength(1)
  })
})

describe('what an app sends', () => {
  const upload = async (type: string, bytes: Buffer): Promise<string> =>
    (await uploadMedia(platform, type, bytes)).media_id

  const card = (part: object) => ({
    msgtype: 'textcard',
    textcard: { title: '工单', description: '请查看', url: 'https://a.cn/', ...part },
  })
  const article = { title: '通知', url: 'https://a.cn/' }
  const news = (...articles: object[]) => ({ msgtype: 'news', news: { articles } })
  const notice = (part: object) => ({
    msgtype: 'miniprogram_notice',
    miniprogram_notice: { appid: 'wx1', title: '缴费通知', ...part },
  })
  const row = { key: '金额', value: '12元' }

  test.each<[string, (length: number) => object, number, number]>([
    ['a markdown', (n) => ({ msgtype: 'markdown', markdown: { content: bytes(n) } }), 2048, 45002],
    ['the title of a text card', (n) => card({ title: bytes(n) }), 128, 40058],
    ['its description', (n) => card({ description: bytes(n) }), 512, 40058],
    ['its address', (n) => card({ url: address(n) }), 2048, 40058],
    ['its button, in characters', (n) => card({ btntxt: '看'.repeat(n) }), 4, 40058],
    ['the articles of news', (n) => news(...Array(n).fill(article)), 8, 45008],
    ['the title of an article', (n) => news({ ...article, title: bytes(n) }), 128, 40058],
    ['its description', (n) => news({ ...article, description: bytes(n) }), 512, 40058],
    ['its address', (n) => news({ ...article, url: address(n) }), 2048, 40058],
    [
      'its page in a mini program',
      (n) => news({ title: '通知', appid: 'wx1', pagepath: bytes(n) }),
      128,
      40058,
    ],
    ['a title in characters', (n) => notice({ title: '费'.repeat(n) }), 12, 40058],
    ['a description in characters', (n) => notice({ description: '费'.repeat(n) }), 12, 40058],
    ['the page of a notice', (n) => notice({ page: bytes(n) }), 1024, 40058],
    ['its lines', (n) => notice({ content_item: Array(n).fill(row) }), 10, 40058],
    ['a key', (n) => notice({ content_item: [{ ...row, key: '费'.repeat(n) }] }), 10, 40058],
    ['a value', (n) => notice({ content_item: [{ ...row, value: '费'.repeat(n) }] }), 30, 40058],
    [
      'an interval',
      (n) => ({ enable_duplicate_check: 1, duplicate_check_interval: n }),
      14_400,
      40058,
    ],
  ])('%s', async (_what, make, limit, code) => {
    expect((await send(make(limit))).errcode).toBe(0)
    expect((await send(make(limit + 1))).errcode).toBe(code)
    expect(await phone()).toHaveLength(1)
  })

  test.each([
    ['a title of three characters', notice({ title: '缴费单' })],
    ['a description of three characters', notice({ description: '请缴费' })],
    ['a page without scheme', card({ url: 'a.cn' })],
  ])('%s is refused', async (_what, message) => {
    expect((await send(message)).errcode).toBe(40058)
  })

  test('a text of 2048 bytes arrives whole, the byte beyond is cut away', async () => {
    await send({ text: { content: 'x'.repeat(2048) } })
    await send({ text: { content: `${'x'.repeat(2048)}y` } })
    const texts = (await phone()).map(({ content }) => content)
    expect(texts).toEqual([
      { type: 'text', text: 'x'.repeat(2048) },
      { type: 'text', text: 'x'.repeat(2048) },
    ])
  })

  test('the words of a video', async () => {
    const media_id = await upload('video', emptyVideo())
    const video = (part: object) => send({ msgtype: 'video', video: { media_id, ...part } })
    expect((await video({ title: bytes(128), description: bytes(512) })).errcode).toBe(0)
    expect((await video({ title: bytes(129) })).errcode).toBe(40058)
    expect((await video({ description: bytes(513) })).errcode).toBe(40058)
  })

  test('the articles an app writes itself', async () => {
    const thumb_media_id = await upload('image', JPG)
    const page = (part: object) =>
      send({
        msgtype: 'mpnews',
        mpnews: { articles: [{ title: '通知', content: 'x', thumb_media_id, ...part }] },
      })
    const longest = { title: bytes(128), author: bytes(64), digest: bytes(512) }
    expect((await page({ ...longest, content: 'x'.repeat(666 * 1024) })).errcode).toBe(0)
    expect((await page({ content: 'x'.repeat(666 * 1024 + 1) })).errcode).toBe(45002)
    expect((await page({ title: bytes(129) })).errcode).toBe(40058)
    expect((await page({ author: bytes(65) })).errcode).toBe(40058)
    expect((await page({ digest: bytes(513) })).errcode).toBe(40058)
  })

  test('a repeat is seen for as long as was asked, at most four hours', async () => {
    const checked = { enable_duplicate_check: 1, duplicate_check_interval: 14_400 }
    const first = await send(checked)
    platform.pass(4 * HOUR - 1)
    expect((await send(checked)).msgid).toBe(first.msgid)
    platform.pass(1)
    expect((await send(checked)).msgid).not.toBe(first.msgid)
    expect(await phone()).toHaveLength(2)
  })

  test('a medium in its last moment, and a moment later', async () => {
    const media_id = await upload('image', JPG)
    platform.pass(72 * HOUR - 1)
    expect((await send({ msgtype: 'image', image: { media_id } })).errcode).toBe(0)
    platform.pass(1)
    expect((await send({ msgtype: 'image', image: { media_id } })).errcode).toBe(40007)
  })
})

describe('after a send', () => {
  let desk: DeskDouble
  beforeEach(async () => {
    desk = await openDeskDouble(CORP)
    await platform.control.connectDesk(AGENT, desk.url)
  })
  afterEach(() => desk.close())

  const sendCard = async (taskId: string): Promise<string> =>
    (await send({ msgtype: 'template_card', template_card: buttonCard(taskId) })).response_code
  const close = async (response_code: string, userids = ['ZhangWei']): Promise<number> =>
    (
      await platform.post('/cgi-bin/message/update_template_card', {
        ...{ agentid: AGENT, response_code, userids, button: { replace_name: '已接单' } },
      })
    ).errcode
  const tapped = async (taskId: string): Promise<string> => {
    await sendCard(taskId)
    const before = desk.received.length
    await platform.control.tap('ZhangWei', { taskId, key: 'accept' })
    const one = await until(() => desk.received[before])
    return String(one.message['ResponseCode'])
  }

  test.each([
    ['the code of a send', sendCard],
    ['the code of a tap', tapped],
  ])('%s lives 72 hours', async (_what, codeOf) => {
    const [first, second] = [await codeOf('t1'), await codeOf('t2')]
    platform.pass(72 * HOUR)
    expect(await close(first)).toBe(0)
    platform.pass(1)
    expect(await close(second)).toBe(60140)
  })

  test('a card is changed for a hundred parties and a hundred tags at once', async () => {
    await platform.control.putDepartment({ id: 2, name: '工程部' })
    await platform.control.changeMember('ZhangWei', { departments: [2] })
    const response_code = await sendCard('t1')
    const change = async (named: object): Promise<number> =>
      (
        await platform.post('/cgi-bin/message/update_template_card', {
          ...{ agentid: AGENT, response_code, button: { replace_name: '已接单' } },
          ...named,
        })
      ).errcode
    expect(await change({ partyids: Array(101).fill(2) })).toBe(82002)
    expect(await change({ tagids: Array(101).fill(2) })).toBe(82003)
    expect(await change({ partyids: ['2'] })).toBe(82002)
    expect(await change({ partyids: Array(100).fill(2), tagids: Array(100).fill(2) })).toBe(0)
    expect((await phone()).at(-1)?.content).toMatchObject({ closed: '已接单' })
  })

  test('a card is changed for a thousand at once', async () => {
    const code = await sendCard('t1')
    expect(await close(code, Array(1001).fill('ZhangWei'))).toBe(40058)
    expect(await close(code, Array(1000).fill('ZhangWei'))).toBe(0)
  })

  test('a message is taken back within 24 hours', async () => {
    const recall = async (msgid: string) =>
      (await platform.post('/cgi-bin/message/recall', { msgid })).errcode
    const [first, second] = [await send(), await send()]
    platform.pass(24 * HOUR - 1)
    expect(await recall(first.msgid)).toBe(0)
    platform.pass(1)
    expect(await recall(second.msgid)).toBe(42052)
  })
})

describe('the answer to a member', () => {
  let desk: DeskDouble
  beforeEach(async () => {
    desk = await openDeskDouble(CORP)
    await platform.control.connectDesk(AGENT, desk.url)
  })
  afterEach(() => desk.close())

  const answered = async (type: string, inner: string) => {
    const head = '<ToUserName>ZhangWei</ToUserName><CreateTime>1700000000</CreateTime>'
    desk.answerWith(() => `<xml>${head}<MsgType>${type}</MsgType>${inner}</xml>`)
    await platform.control.write({ kind: 'members', id: 'ZhangWei' }, { text: '在吗' })
    await until(async () => (await platform.control.pending()).count === 0)
    return (await phone()).slice(1).map(({ from, content }) => ({ from, content }))
  }
  const problems = async () => (await platform.control.problems()).map(({ what }) => what)
  const item = (title: string, more = '') =>
    `<item><Title>${title}</Title>${more}<PicUrl>https://a.cn/p</PicUrl><Url>https://a.cn/</Url></item>`
  const news = (...items: string[]) =>
    `<ArticleCount>${items.length}</ArticleCount><Articles>${items.join('')}</Articles>`

  test.each([
    ['image', 'Image', JPG],
    ['voice', 'Voice', silentVoice(3)],
    ['video', 'Video', emptyVideo()],
  ])('can be a medium: %s', async (type, element, file) => {
    const { media_id: id } = await uploadMedia(platform, type, file)
    const shown = await answered(type, `<${element}><MediaId>${id}</MediaId></${element}>`)
    expect(shown).toEqual([
      { from: 'desk', content: { type, mediaId: id, name: expect.any(String) } },
    ])
    expect(await problems()).toEqual([])
  })

  test.each([1, 8])('can be news of %d articles', async (count) => {
    const items = Array.from({ length: count }, (_, n) => item(`第${n + 1}条`))
    const titles = Array.from({ length: count }, (_, n) => `第${n + 1}条`)
    expect(await answered('news', news(...items))).toEqual([
      { from: 'desk', content: { type: 'notice', title: titles[0], lines: titles.slice(1) } },
    ])
    expect(await problems()).toEqual([])
  })

  test('is a text of 2048 bytes at most: the rest is cut away', async () => {
    expect(await answered('text', `<Content>${bytes(2049)}</Content>`)).toEqual([
      { from: 'desk', content: { type: 'text', text: '水'.repeat(682) } },
    ])
  })

  test('can hold as much as there is room for', async () => {
    const description = `<Description>${bytes(512)}</Description>`
    const { media_id: id } = await uploadMedia(platform, 'video', emptyVideo())
    const video = `<Video><MediaId>${id}</MediaId><Title>${bytes(128)}</Title>${description}</Video>`
    expect(await answered('news', news(item(bytes(128), description)))).toHaveLength(1)
    await answered('video', video)
    expect(await problems()).toEqual([])
  })

  test.each<[string, string, string, number]>([
    ['an empty text', 'text', '<Content></Content>', 44004],
    ['a picture nobody uploaded', 'image', '<Image><MediaId>x</MediaId></Image>', 40007],
    ['a voice without id', 'voice', '<Voice></Voice>', 41006],
    ['no articles', 'news', news(), 45008],
    ['nine articles', 'news', news(...Array(9).fill(item('x'))), 45008],
    ['another count', 'news', news(item('x')).replace('>1<', '>2<'), 40058],
    ['a title of 129 bytes', 'news', news(item(bytes(129))), 40058],
    [
      'a description of 513 bytes',
      'news',
      news(item('x', `<Description>${bytes(513)}</Description>`)),
      40058,
    ],
    ['an article without title', 'news', news(item('')), 41016],
  ])('that is %s is thrown away and noted in Chinese', async (_what, type, inner, code) => {
    expect(await answered(type, inner)).toEqual([])
    expect(await problems()).toEqual([`被动回复没有生效：回复的内容不合格（错误码 ${code}）`])
  })
})
