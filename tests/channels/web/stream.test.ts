import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { until } from '../../support/until.ts'
import { openWebChatServer, type WebChatServer } from '../../support/web-chat-server.ts'
import { type Listening, type WebVisitor, webVisitor } from '../../support/web-visitor.ts'

let server: WebChatServer
let visitor: WebVisitor
let open: Listening[]

async function start(rules: Parameters<typeof openWebChatServer>[0] = {}): Promise<void> {
  server = await openWebChatServer(rules)
  visitor = webVisitor(server.url)
  await visitor.enter()
}
async function listen(options?: { lastEventId?: string }): Promise<Listening> {
  const listening = await visitor.listen(options)
  open.push(listening)
  return listening
}
const shows = (listening: Listening, texts: readonly string[]) =>
  until(`the page shows ${texts}`, () => String(listening.texts()) === String(texts))

beforeEach(() => {
  open = []
})
afterEach(async () => {
  for (const listening of open) listening.close()
  await server.close()
})

describe('an open page', () => {
  test('shows what both sides say, in order, each with its place', async () => {
    await start()
    const listening = await listen()
    await visitor.say('message-1', '厨房漏水')
    await server.say({ kind: 'text', text: '请发房号' })
    await visitor.say('message-2', '3栋2单元501')
    await shows(listening, ['厨房漏水', '请发房号', '3栋2单元501'])
    const messages = listening.events.filter(({ event }) => event === 'message')
    expect(messages.map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect(messages.map(({ data }) => (data as { id: string }).id)).toEqual([
      'message-1',
      'd2',
      'message-2',
    ])
  })

  test('that comes back reads on where it stopped, and nothing twice', async () => {
    await start()
    const first = await listen()
    await server.say({ kind: 'text', text: '一' })
    await server.say({ kind: 'text', text: '二' })
    await shows(first, ['一', '二'])
    first.close()
    await server.say({ kind: 'text', text: '三' })
    await shows(await listen({ lastEventId: '2' }), ['三'])
    await shows(await listen({ lastEventId: '1' }), ['二', '三'])
    await shows(await listen({ lastEventId: 'nonsense' }), ['一', '二', '三'])
    await shows(await listen({ lastEventId: '-5' }), ['一', '二', '三'])
  })

  test('in several windows shows the same in each', async () => {
    await start()
    const windows = [await listen(), await listen(), await listen()]
    await visitor.say('message-1', '您好')
    await server.say({ kind: 'text', text: '请讲' })
    for (const window of windows) await shows(window, ['您好', '请讲'])
  })

  test('of somebody else shows none of it', async () => {
    await start()
    const stranger = webVisitor(server.url)
    await stranger.enter()
    const theirs = await stranger.listen()
    open.push(theirs)
    const mine = await listen()
    await visitor.say('message-1', '我的电话是13800000001')
    await shows(mine, ['我的电话是13800000001'])
    await stranger.say('message-1', '您好')
    await shows(theirs, ['您好'])
  })

  test('gets no gap when many write at the same moment', async () => {
    await start({ rules: { messages_per_minute: 100 } })
    const listening = await listen()
    await Promise.all([
      ...Array.from({ length: 20 }, (_, n) => visitor.say(`message-${n}`, `v${n}`)),
      ...Array.from({ length: 20 }, (_, n) => server.say({ kind: 'text', text: `d${n}` })),
    ])
    await until('all forty are there', () => listening.texts().length === 40)
    const places = listening.events
      .filter(({ event }) => event === 'message')
      .map(({ id }) => Number(id))
    expect(places).toEqual(Array.from({ length: 40 }, (_, n) => n + 1))
    expect(new Set(listening.texts()).size).toBe(40)
  })

  test('says that an answer is being written, as long as it is', async () => {
    await start()
    const listening = await listen()
    const said = () =>
      listening.events.filter(({ event }) => event === 'writing').map(({ data }) => data)
    // The greeting waits for its turn.
    await until('it is written', () => String(said()) === 'true')
    await server.database.db.updateTable('inbox_item').set({ doneAt: new Date() }).execute()
    await until('it is over', () => String(said()) === 'true,false')
    await visitor.say('message-1', '漏水')
    await until('it is written again', () => String(said()) === 'true,false,true')
  })

  test('shows the last messages of a long talk', async () => {
    await start({ rules: { history: 2 } })
    for (const text of ['一', '二', '三', '四']) await server.say({ kind: 'text', text })
    await shows(await listen(), ['三', '四'])
    // Whoever says what they have seen misses nothing of the last ones, and gets no more.
    await shows(await listen({ lastEventId: '1' }), ['三', '四'])
  })

  test('beyond the number of a person makes the oldest give way', async () => {
    await start({ rules: { open_pages: 2 } })
    const [first, second] = [await listen(), await listen()]
    const third = await listen()
    await first.ended
    await server.say({ kind: 'text', text: '还在' })
    await shows(second, ['还在'])
    await shows(third, ['还在'])
  })

  test('is let go when the process stops, so that it can stop', async () => {
    await start()
    const listening = await listen()
    await server.close()
    await listening.ended
    await start()
  })

  test('survives a time without the database', async () => {
    await start()
    const listening = await listen()
    await server.database.db.schema.alterTable('web_message').renameTo('away').execute()
    // Something of the time without it must have passed: another page finds it gone.
    await until('it is gone', async () => (await visitor.get('/events')).status === 500)
    await server.database.db.schema.alterTable('away').renameTo('web_message').execute()
    await server.say({ kind: 'text', text: '又在了' })
    await shows(listening, ['又在了'])
  })
})
