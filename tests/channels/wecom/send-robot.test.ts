/** Sending to a staff group by its robot. */
import { createHash } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { Outgoing } from '../../../src/channels/channel.ts'
import { robotChannel } from '../../../src/channels/wecom/send-robot.ts'
import { PHOTO } from '../../support/memory-media.ts'
import { type ApiHandler, DEFAULT, refusal, startStandInApi } from '../../support/stand-in-api.ts'
import { IMPATIENT_MS, PATIENT_MS } from '../../support/wecom-api.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const KEY = '693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa'

async function open(handler: ApiHandler = () => DEFAULT, timeoutMs = PATIENT_MS) {
  const server = await startStandInApi(handler)
  closing.push(() => server.close())
  const files = {
    f1: PHOTO,
    big: { ...PHOTO, bytes: Buffer.alloc(2 * 1024 * 1024 + 1) },
    webp: { ...PHOTO, contentType: 'image/webp' },
  }
  const channel = robotChannel({
    baseUrl: server.baseUrl,
    timeoutMs,
    keyOf: ({ account }) => (account === 'centre' ? KEY : undefined),
    openFile: async (fileId) => (files as Record<string, typeof PHOTO>)[fileId],
  })
  const send = (message: Outgoing, account = 'centre') =>
    channel.send({
      key: 'k',
      to: { corpId: 'wwC', channel: 'wecom-robot', account, user: 'group' },
      message,
      repeated: false,
    })
  return { server, send }
}

const CARD = {
  taskId: 't',
  title: '超时升级',
  body: '3栋 水管爆裂',
  lines: [{ label: '单号', value: 'BX-1' }],
}
const buttons = [{ key: 'take', text: '我来处理', style: 'primary' }] as const

test.each<[string, Outgoing, unknown]>([
  [
    'a text',
    { kind: 'text', text: '升级：<a>' },
    { msgtype: 'text', text: { content: '升级：<a>' } },
  ],
  [
    'a text that alerts members; an id that is none is left out',
    { kind: 'text', text: '升级', mention: ['ZhangWei', '张伟', '@all', 'lina'] },
    { msgtype: 'text', text: { content: '升级', mentioned_list: ['ZhangWei', 'lina'] } },
  ],
  [
    'a menu',
    { kind: 'menu', text: '选', options: [{ token: 'a', label: '甲' }] },
    { msgtype: 'text', text: { content: '选\n1. 甲' } },
  ],
  [
    'a link',
    { kind: 'link', text: '看', label: '工单', url: 'https://a.cn' },
    { msgtype: 'text', text: { content: '看\n工单：https://a.cn' } },
  ],
  [
    'a card that opens something',
    { kind: 'card', ...CARD, buttons, url: 'https://a.cn/t' },
    {
      msgtype: 'template_card',
      template_card: {
        card_type: 'text_notice',
        main_title: { title: '超时升级' },
        sub_title_text: '3栋 水管爆裂',
        horizontal_content_list: [{ keyname: '单号', value: 'BX-1' }],
        card_action: { type: 1, url: 'https://a.cn/t' },
      },
    },
  ],
  [
    'a card that opens nothing',
    { kind: 'card', ...CARD, buttons },
    { msgtype: 'text', text: { content: '超时升级\n3栋 水管爆裂\n单号：BX-1' } },
  ],
  [
    'the end of a card',
    { kind: 'card-close', taskId: 't', text: '已处理', responseCode: '' },
    { msgtype: 'text', text: { content: '已处理' } },
  ],
  [
    'an image',
    { kind: 'image', fileId: 'f1' },
    {
      msgtype: 'image',
      image: {
        base64: Buffer.from(PHOTO.bytes).toString('base64'),
        md5: createHash('md5').update(PHOTO.bytes).digest('hex'),
      },
    },
  ],
])('%s', async (_what, message, body) => {
  const { server, send } = await open()
  expect(await send(message)).toEqual({})
  expect(server.calls.map(({ path, query, json }) => ({ path, query, json }))).toEqual([
    { path: '/cgi-bin/webhook/send', query: { key: KEY }, json: body },
  ])
})

test('a long text goes in parts', async () => {
  const { server, send } = await open()
  await send({ kind: 'text', text: '水'.repeat(1000) })
  expect(server.calls).toHaveLength(2)
})

describe('refusals', () => {
  test.each([
    [45009, 'rate'],
    [93000, 'config'],
    [93004, 'config'],
    [40058, 'data'],
    [-1, 'transient'],
  ])('%i is %s, and does not repeat the key', async (code, refusedAs) => {
    const { send } = await open(() => refusal(code, `bad key=${KEY}`))
    const error: unknown = await send({ kind: 'text', text: 'x' }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ refusal: refusedAs, platformCode: String(code) })
    expect(String(error)).not.toContain(KEY)
  })

  test('no answer is ambiguous', async () => {
    const { send } = await open(() => () => undefined, IMPATIENT_MS)
    await expect(send({ kind: 'text', text: 'x' })).rejects.not.toHaveProperty('refusal')
  })

  test.each<[string, Outgoing, string]>([
    ['a file that is gone', { kind: 'image', fileId: 'nowhere' }, '44001'],
    ['an image over two megabytes', { kind: 'image', fileId: 'big' }, '40009'],
    ['an image of another type', { kind: 'image', fileId: 'webp' }, '40009'],
    ['an empty text', { kind: 'text', text: '' }, '44004'],
    ['a hand-over', { kind: 'hand-over', to: 'bot' }, '40058'],
  ])('%s never leaves', async (_what, message, platformCode) => {
    const { server, send } = await open()
    await expect(send(message)).rejects.toMatchObject({ refusal: 'data', platformCode })
    expect(server.calls).toEqual([])
  })

  test('a robot nobody has configured is a matter of settings', async () => {
    const { send } = await open()
    await expect(send({ kind: 'text', text: 'x' }, 'elsewhere')).rejects.toMatchObject({
      refusal: 'config',
    })
  })
})
