import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
import { card } from '../support/story/phone.ts'
import { jpeg } from '../support/tiny-photo.ts'
import { until } from '../support/until.ts'
import { type Listening, type WebVisitor, webVisitor } from '../support/web-visitor.ts'

chapter('An owner who is not in WeChat', (cast) => {
  const { liNa, heJie, linXia, robot, clock, desk } = cast
  let visitor: WebVisitor
  let page: Listening
  let said = 0
  const says = async (text: string) => {
    expect((await visitor.say(`message-${++said}`, text)).status).toBe(204)
  }
  const shows = (pattern: RegExp) =>
    until(`the page shows ${pattern}`, () => page.texts().find((text) => pattern.test(text)))

  test('opens the page and is greeted', async () => {
    await clock.strikes('09:10')
    visitor = webVisitor(`${desk.url}/chat`)
    await visitor.enter()
    page = await visitor.listen()
    await shows(/您好，这里是云锦花园物业/)
  })

  test('binds the room with the steward’s code, as in WeChat', async () => {
    await liNa.says('你好')
    await liNa.reads()
    await heJie.says('绑定码 1-1-301')
    const given = await until('the steward has a code', async () => {
      const messages = await heJie.reads()
      return messages.find(({ text }) => /绑定码：(\d{6})/.test(text ?? ''))
    })
    const code = /绑定码：(\d{6})/.exec(given.text ?? '')?.[1] ?? ''
    await says('绑定房屋')
    await shows(/同意/)
    await says('同意')
    await shows(/绑定码吗/)
    await says(code)
    await shows(/绑定好了：1栋1单元301/)
    // The household is told that somebody joined.
    await liNa.hears(/1栋1单元301/)
    const bound = await desk.db
      .selectFrom('conversation')
      .select('userId')
      .where('channel', '=', 'web-chat')
      .executeTakeFirstOrThrow()
    expect(bound.userId).toMatch(/^[A-Za-z0-9_-]{22}$/)
  })

  test('asks for a person, who then reads what is written on the page', async () => {
    await says('转人工')
    await shows(/正在为您转接/)
    await until('the card is there', async () => (await linXia.openCards()).length > 0)
    await linXia.taps('我来处理')
    await until('the page says so', () =>
      page.events.some(
        ({ data }) => (data as { content?: { kind?: string } }).content?.kind === 'people',
      ),
    )
    await linXia.hears(
      card('业主找人工'),
      [/^您已接待网页1：1栋1单元301 李娜/, '回复 您好，请讲', '结束接待'],
      card('业主找人工', {}, ['已完成']),
    )
    await robot.hears(/李娜找人工/)
    await says('我的电话是0571-88000000')
    await linXia.hears(/^【网页1】1栋1单元301 李娜：我的电话是0571-88000000$/)
  })

  test('sends a photo, and the person sees it', async () => {
    expect((await visitor.photo('photo-00001', jpeg)).status).toBe(204)
    await until('it is there', async () => (await linXia.history()).some(({ image }) => image))
    const [words, photo] = await linXia.reads()
    expect(words?.text).toBe('【网页1】1栋1单元301 李娜：〔照片1张〕')
    expect(photo?.image).toBeTruthy()
  })

  test('is answered by that person, by name, on the page', async () => {
    await linXia.says('回复 您好，电话记下了。\n师傅<b>马上</b>到')
    await shows(/^客服林霞：您好，电话记下了。\n师傅<b>马上<\/b>到$/)
    await linXia.hears(/^已回复1栋1单元301 李娜$/)
    // What does not say that it is for the visitor is for the desk.
    await linXia.says('我的任务')
    await linXia.reads()
    expect(page.texts().join()).not.toContain('我的任务')
  })

  test('shares that person with somebody else: each is answered under a number', async () => {
    const other = webVisitor(`${desk.url}/chat`)
    await other.enter()
    const otherPage = await other.listen()
    await other.say('other-0001', '转人工')
    await until('the card is there', async () => (await linXia.openCards()).length > 1)
    await other.say('other-0002', '电梯里有异味')
    // The desk comes to rest before the group is read.
    await robot.hears(/找人工/)
    await linXia.taps('我来处理', { about: '未登记的住户' })
    await linXia.hears(
      card('业主找人工', { 业主: '未登记的住户' }),
      /^您已接待网页2：未登记的住户/,
      // Said before anybody was there.
      /^【网页2】未登记的住户：电梯里有异味$/,
      card('业主找人工', { 业主: '未登记的住户' }, ['已完成']),
    )
    await linXia.says('回复 马上看')
    await linXia.hears([/^没有发出/, '回复1 …　1栋1单元301 李娜', '回复2 …　未登记的住户'])
    await linXia.says('回复3 马上看')
    await linXia.hears(/^没有发出/)
    await linXia.says('回复2：2号楼的电梯，马上看')
    await linXia.hears(/^已回复未登记的住户$/)
    await until('the other reads it', () =>
      otherPage.texts().includes('客服林霞：2号楼的电梯，马上看'),
    )
    expect(page.texts().join()).not.toContain('马上看')
    await linXia.says('结束接待2')
    await linXia.hears(/^已结束接待未登记的住户/)
    await until('the other page says so', () => peopleOn(otherPage).includes('gone'))
    otherPage.close()
    expect(peopleOn(page)).not.toContain('gone')
  })

  test('whose words nobody answers is open for others again, as one nobody took', async () => {
    await says('请问几点来')
    await linXia.hears(/^【网页1】.*请问几点来$/)
    await clock.passes('25m')
    const came = await linXia.reads()
    expect(came.map(({ text }) => text)).toContain(
      '1栋1单元301 李娜10分钟没等到回复，已请其他同事接待。',
    )
    expect(came.some(({ card: one }) => one?.buttons.some(({ text }) => text === '我来处理'))).toBe(
      true,
    )
    await clock.passes('10m')
    await shows(/同事暂时都在忙/)
    await linXia.reads()
    await robot.reads()
    await linXia.taps('已完成')
    await linXia.reads()
  })

  test('with whom nobody speaks any more is given back to the desk', async () => {
    await says('转人工')
    await until('the card is there', async () => (await linXia.openCards()).length > 0)
    await linXia.taps('我来处理')
    await linXia.says('回复 师傅下午到')
    await linXia.reads()
    await robot.reads()
    const gone = peopleOn(page).length
    await clock.passes('45m')
    const last = (await linXia.reads()).at(-1)
    expect(last?.text).toBe('30分钟没有新消息，已结束接待1栋1单元301 李娜。')
    await robot.reads()
    await until('the page says so', () => peopleOn(page).slice(gone).includes('gone'))
    await linXia.says('回复 还在吗')
    await linXia.hears('这位网页访客的接待已经结束，没有发出。')
    expect(page.texts().join()).not.toContain('还在吗')
    await says('我的工单')
    await shows(/没有.*工单/)
    page.close()
  })
})

/** What the page was told about people, in order. */
function peopleOn(page: Listening): readonly string[] {
  return page.events.flatMap(({ event, data }) => {
    const { content } = data as { content?: { kind: string; are?: string } }
    return event === 'message' && content?.kind === 'people' ? [content.are ?? ''] : []
  })
}
