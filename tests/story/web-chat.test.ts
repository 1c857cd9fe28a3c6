import { expect, test } from 'vitest'
import { chapter } from '../support/story/chapter.ts'
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
    await says('我的电话是0571-88000000')
    await until('it is passed on', async () =>
      (await linXia.reads()).some(({ text }) =>
        /^【网页】.*：我的电话是0571-88000000/.test(text ?? ''),
      ),
    )
    await robot.reads()
    page.close()
  })
})
