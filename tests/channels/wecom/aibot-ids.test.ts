/** Ids that no row can hold: the bot's door takes them for none and does not fall over them. */
import { expect, test } from 'vitest'
import { parseAibot } from '../../../src/channels/wecom/aibot/parse-aibot.ts'

const CONTEXT = {
  corpId: 'ww1',
  botId: 'aib1',
  now: new Date('2026-11-28T02:00:00Z'),
  mediaId: (url: string) => url,
}
const MESSAGE = {
  msgid: 'm1',
  aibotid: 'aib1',
  chattype: 'single',
  chatid: 'c1',
  from: { userid: 'wang-qiang' },
  msgtype: 'text',
  text: { content: 'x' },
}
const parse = (message: object) => parseAibot(Buffer.from(JSON.stringify(message)), CONTEXT)

test('the message that is changed below is heard', () => {
  expect(parse(MESSAGE).kind).toBe('asked')
})

test.each([
  ['half a surrogate pair', '\ud800'],
  ['the other half', '\udc00x'],
  ['NUL', 'a\u0000b'],
  ['a control character', 'a\u0001'],
])('an id with %s is no id', (_what, id) => {
  for (const field of ['msgid', 'chatid']) {
    expect(parse({ ...MESSAGE, [field]: id })).toEqual({ kind: 'ignored', what: 'malformed' })
  }
  const poll = { ...MESSAGE, msgtype: 'stream', stream: { id } }
  expect(parse(poll)).toEqual({ kind: 'ignored', what: 'malformed' })
})
