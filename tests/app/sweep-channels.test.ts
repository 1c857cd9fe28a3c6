/** What the channels wrote down is forgotten after its time, and nothing else is. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { channelSweeper } from '../../src/app/sweep-channels.ts'
import { beginExchange } from '../../src/channels/wecom/aibot/exchanges.ts'
import { retentionRulesSchema } from '../../src/jobs/retention-rules.ts'
import { readRuleFile } from '../../src/rule-file.ts'
import { testSeals } from '../support/seals.ts'
import { jpeg } from '../support/tiny-photo.ts'
import { until } from '../support/until.ts'
import { openWebChatServer, type WebChatServer } from '../support/web-chat-server.ts'
import { type WebVisitor, webVisitor } from '../support/web-visitor.ts'

const DAY_MS = 86_400_000
const shipped = new URL('../../rules/retention.yaml', import.meta.url).pathname
const rules = await readRuleFile(retentionRulesSchema, shipped)
const sweeper = channelSweeper(rules)

let server: WebChatServer
let visitor: WebVisitor
beforeEach(async () => {
  server = await openWebChatServer()
  visitor = webVisitor(server.url)
  await visitor.enter()
})
afterEach(() => server.close())

const sweep = () =>
  server.database.db.transaction().execute((tx) => sweeper(tx, server.clock.now()))
const messages = () =>
  server.database.db.selectFrom('web_message').select('key').orderBy('createdAt').execute()
const keysEnd = async () => (await messages()).map(({ key }) => key.slice(key.lastIndexOf('/') + 1))
const photoStates = async () => {
  const rows = await server.database.db.selectFrom('media_file').select(['id', 'state']).execute()
  return new Map(rows.map(({ id, state }) => [id, state]))
}

test('what was said on the page goes after its time to the day, and what is younger stays', async () => {
  await visitor.say('message-old', '卫生间漏水')
  await server.say({ kind: 'text', text: '已登记' })
  server.clock.advance(DAY_MS)
  await visitor.say('message-young', '谢谢')
  server.clock.advance((rules.web_message_days - 1) * DAY_MS)
  await sweep()
  expect(await messages()).toHaveLength(3)
  server.clock.advance(1)
  await sweep()
  expect(await keysEnd()).toEqual(['message-young'])
})

test('a photo goes with its message, unless a ticket shows it or a message is younger', async () => {
  for (const id of ['photo-plain', 'photo-ticket', 'photo-shown'])
    expect((await visitor.photo(id, jpeg)).status).toBe(204)
  const rows = await server.database.db
    .selectFrom('web_message')
    .select(['key', 'fileId'])
    .execute()
  const fileOf = (id: string) => rows.find(({ key }) => key.endsWith(id))?.fileId ?? ''
  await ticketWith(fileOf('photo-ticket'))
  server.clock.advance(10 * DAY_MS)
  await server.say({ kind: 'image', fileId: fileOf('photo-shown') })
  server.clock.advance((rules.web_message_days - 5) * DAY_MS)
  await sweep()
  const states = await photoStates()
  expect(states.get(fileOf('photo-plain'))).toBe('forgotten')
  expect(states.get(fileOf('photo-ticket'))).toBe('stored')
  expect(states.get(fileOf('photo-shown'))).toBe('stored')
  expect((await visitor.get(`/files/${fileOf('photo-plain')}`)).status).toBe(404)
  expect((await visitor.get(`/files/${fileOf('photo-shown')}`)).status).toBe(200)
})

test('a page left open over the sweep misses nothing that comes after it', async () => {
  for (const n of [1, 2, 3]) await visitor.say(`message-${n}0`, `第${n}句`)
  server.clock.advance((rules.web_message_days + 1) * DAY_MS)
  await sweep()
  await server.say({ kind: 'text', text: '您好，好久不见' })
  const page = await visitor.listen({ lastEventId: '3' })
  await until('it is shown', () => page.texts().length > 0)
  expect(page.texts()).toEqual(['您好，好久不见'])
  page.close()
})

test('a question to the bot goes when nobody asks for its answer any more', async () => {
  const { db } = server.database
  const { clock } = server
  const deps = { db, clock, newId: randomUUID, seals: testSeals }
  const from = { corpId: 'ww1', channel: 'wecom-aibot', account: 'AIB1', user: 'lisi' } as const
  const left = async () =>
    (await db.selectFrom('aibot_exchange').select('key').execute()).map(({ key }) => key)
  await beginExchange(deps, { key: 'asked-old', from, responseUrl: 'https://a/b' }, null)
  clock.advance(DAY_MS)
  await beginExchange(deps, { key: 'asked-young', from, responseUrl: null }, null)
  clock.advance((rules.aibot_exchange_days - 1) * DAY_MS)
  await sweep()
  expect(await left()).toEqual(['asked-old', 'asked-young'])
  clock.advance(1)
  await sweep()
  expect(await left()).toEqual(['asked-young'])
})

async function ticketWith(fileId: string): Promise<void> {
  const at = server.clock.now()
  await server.database.db
    .insertInto('ticket')
    .values({
      ...{ id: 't1', corpId: 'ww1', projectId: 'p1', number: 'BX20261123-0001', kind: 'repair' },
      ...{ category: 'water.leak', priority: 'normal', state: 'OPEN', channel: 'web-chat' },
      ...{ place: '3栋2单元501', description: '漏水', createdAt: at, version: 1 },
      photoIds: [fileId],
    })
    .execute()
}
