/** The channel against the stand-in platform, which shares no code with it: what one gets wrong the other shows. */
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Form } from '../../../src/channels/card.ts'
import type { Incoming, IncomingContent, Outgoing, Sending } from '../../../src/channels/channel.ts'
import { wecomApi } from '../../../src/channels/wecom/api/client.ts'
import { fetchMedia } from '../../../src/channels/wecom/api/media.ts'
import { wecomCallback } from '../../../src/channels/wecom/callback.ts'
import { kfPuller } from '../../../src/channels/wecom/kf-pull.ts'
import { mediaIds } from '../../../src/channels/wecom/media-ids.ts'
import { appChannel } from '../../../src/channels/wecom/send-app.ts'
import { kfChannel } from '../../../src/channels/wecom/send-kf.ts'
import { robotChannel } from '../../../src/channels/wecom/send-robot.ts'
import { openTally } from '../../../src/channels/wecom/tally.ts'
import {
  AGENT,
  CHEN,
  CORP,
  KF,
  openTestPlatform,
  ROBOT,
  type TestPlatform,
  until,
} from '../../sandbox/support/test-platform.ts'
import { type Served, serve } from '../../support/callback-sender.ts'
import { logLines } from '../../support/log-lines.ts'
import { memoryMedia } from '../../support/memory-media.ts'
import { memoryTokens } from '../../support/memory-tokens.ts'
import { PATIENT_MS } from '../../support/wecom-api.ts'

const APP = CORP.apps[0]!
/** The smallest JPEG that is one. */
const JPEG = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffdb004300ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff' +
    'ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffc0000b080001000101011100ffc40014' +
    '00010000000000000000000000000000000003ffc40014100100000000000000000000000000000000ffda0008010100003f0037ffd9',
  'hex',
)

let platform: TestPlatform
let desk: Served
let kept: Map<string, Incoming>
let open: ReturnType<typeof connect>

function connect() {
  const deps = { baseUrl: platform.baseUrl, timeoutMs: PATIENT_MS, now: platform.now }
  const api = wecomApi({
    ...deps,
    corpId: CORP.corpId,
    secret: APP.secret,
    store: memoryTokens(),
    pause: () => Promise.resolve(),
  })
  const files = { f1: { bytes: JPEG, contentType: 'image/jpeg' } }
  const media = mediaIds(memoryMedia(files, platform.now))
  return {
    api,
    kf: kfChannel({ apiOf: async () => api, media }),
    app: appChannel({ apiOf: () => api, media }),
    robot: robotChannel({ ...deps, keyOf: () => ROBOT, openFile: async () => files.f1 }),
  }
}

/** By task id. */
const FORMS: Readonly<Record<string, Form>> = {
  'why-1': {
    taskId: 'why-1',
    title: '为什么挂起？',
    questions: [
      {
        key: 'reason',
        title: '原因',
        several: true,
        options: [
          { id: 'parts', text: '等配件 & <到货>' },
          { id: 'owner', text: '等业主方便' },
        ],
      },
    ],
    submit: { key: 'hold_why', text: '提交' },
  },
  'to-1': {
    taskId: 'to-1',
    title: '转给谁？',
    questions: [
      { key: 'colleague', title: '同事', options: [{ id: 'lina', text: '李娜' }] },
      { key: 'reason', title: '原因', options: [{ id: 'busy', text: '手上有急活' }] },
    ],
    submit: { key: 'transfer_to', text: '提交' },
  },
}

beforeEach(async () => {
  platform = await openTestPlatform()
  open = connect()
  kept = new Map()
  let cursor = ''
  const keep = async (incomings: readonly Incoming[]) => {
    for (const each of incomings) kept.set(each.key, each)
  }
  const { log } = logLines()
  const tally = openTally()
  const pull = kfPuller({
    apiOf: async () => open.api,
    store: {
      withAccountLock: (_corp, _account, run) =>
        run({
          cursor: async () => cursor,
          async savePage(incomings, next) {
            await keep(incomings)
            cursor = next
          },
        }),
    },
    now: platform.now,
    log,
    tally,
  })
  desk = await serve(
    wecomCallback({
      endpoints: [
        { ...APP, path: '/wecom/app/callback', corpId: CORP.corpId, agentId: String(AGENT) },
      ],
      keep,
      pullKf: pull,
      answerAtOnce: async ({ content }) => {
        if (content.kind !== 'click') return undefined
        const form = FORMS[content.taskId]
        return { kind: 'grey-buttons', text: '处理中', ...(form && { form }) }
      },
      now: platform.now,
      randomBytes,
      log,
      tally,
    }),
  )
  await platform.control.connectDesk(AGENT, `http://127.0.0.1:${desk.port}/wecom/app/callback`)
})
afterEach(async () => {
  await platform.close()
  await desk.close()
})

const owner = { corpId: CORP.corpId, channel: 'wecom-kf', account: KF, user: CHEN } as const
const member = {
  corpId: CORP.corpId,
  channel: 'wecom-app',
  account: String(AGENT),
  user: 'ZhangWei',
} as const
const group = { corpId: CORP.corpId, channel: 'wecom-robot', account: 'centre', user: 'g' } as const

let keys = 0
const toOwner = (message: Outgoing, change: Partial<Sending> = {}): Sending => {
  keys += 1
  return { key: `out-${keys}`, to: owner, message, repeated: false, ...change }
}
const toMember = (message: Outgoing, change: Partial<Sending> = {}): Sending => ({
  ...toOwner(message, change),
  to: member,
})
const text = (words: string): Outgoing => ({ kind: 'text', text: words })

const ownerWrites = (input: object) => platform.control.write({ kind: 'owners', id: 'chen' }, input)
const memberWrites = (input: object) =>
  platform.control.write({ kind: 'members', id: 'ZhangWei' }, input)
const bubbles = async (kind: 'owners' | 'members', id: string) => {
  const { messages } = await platform.control.readPhone({ kind, id }, 0)
  return messages.filter(({ from }) => from === 'desk').map(({ content }) => content)
}
const ownerSees = () => bubbles('owners', 'chen')
const memberSees = () => bubbles('members', 'ZhangWei')

/** The next thing heard of a kind. */
const heard = <Kind extends IncomingContent['kind']>(kind: Kind) =>
  until(() => {
    const found = [...kept.values()]
      .map(({ content }) => content)
      .filter((content) => content.kind === kind)
    return found.at(-1) as Extract<IncomingContent, { kind: Kind }> | undefined
  }, kind)

describe('what owners say', () => {
  test('texts, photos, places and links are pulled, each once', async () => {
    await platform.control.addFault({ on: 'callback', effect: 'repeat', value: 3 })
    await platform.control.addFault({ on: 'pull', effect: 'empty-page', count: 2 })
    await ownerWrites({ text: '3栋2单元水管爆了😀' })
    await ownerWrites({
      media: { type: 'image', filename: 'a.jpg', base64: JPEG.toString('base64') },
    })
    await ownerWrites({ location: { latitude: 23.1, longitude: 113.3, name: '3栋' } })
    await ownerWrites({ link: { title: 't', url: 'https://example.com/' } })
    await until(() => kept.size === 4)
    const contents = [...kept.values()].map(({ content }) => content)
    const photo = contents.find((content) => content.kind === 'media')
    expect(contents).toMatchObject([
      { kind: 'text', text: '3栋2单元水管爆了😀' },
      { kind: 'media', media: 'image' },
      { kind: 'location', latitude: 23.1, longitude: 113.3, name: '3栋' },
      { kind: 'unreadable', what: '链接' },
    ])
    expect([...kept.values()].every(({ from }) => from.user === CHEN && from.account === KF)).toBe(
      true,
    )
    if (photo?.kind !== 'media') return expect.unreachable('no photo')
    expect(await fetchMedia(open.api, photo.mediaId)).toMatchObject({
      bytes: JPEG,
      contentType: 'image/jpeg',
    })
    platform.pass(3 * 86_400_000 + 1000)
    await expect(fetchMedia(open.api, photo.mediaId)).rejects.toMatchObject({ code: 40007 })
  })

  test('a tapped entry brings its token back', async () => {
    await ownerWrites({ text: '你好' })
    await heard('text')
    const options = [{ token: 'repair:1', label: '报修' }]
    await open.kf.send(toOwner({ kind: 'menu', text: '请选择', options, tail: '也可以直接说' }))
    await ownerWrites({ menuId: 'repair:1' })
    await until(() => kept.size === 2)
    expect(await heard('text')).toEqual({ kind: 'text', text: '报修', token: 'repair:1' })
  })
})

describe('what owners are shown', () => {
  test('texts, menus, links and photos', async () => {
    await ownerWrites({ text: '你好' })
    await open.kf.send(toOwner(text('您好')))
    await open.kf.send(
      toOwner({ kind: 'link', text: '缴费', label: '打开', url: 'https://example.com/pay' }),
    )
    await open.kf.send(toOwner({ kind: 'image', fileId: 'f1' }))
    expect(await ownerSees()).toMatchObject([
      { type: 'text', text: '您好' },
      { type: 'menu', head: '缴费' },
      { type: 'image' },
    ])
  })

  test('the sixth message waits for the owner’s next', async () => {
    await ownerWrites({ text: '你好' })
    for (let n = 0; n < 5; n += 1) await open.kf.send(toOwner(text(`${n}`)))
    const sixth = toOwner(text('5'))
    await expect(open.kf.send(sixth)).rejects.toMatchObject({
      refusal: 'window',
      platformCode: '95001',
    })
    await ownerWrites({ text: '还在吗' })
    await open.kf.send(sixth)
    expect(await ownerSees()).toHaveLength(6)
    platform.pass(49 * 3_600_000)
    await expect(open.kf.send(toOwner(text('6')))).rejects.toMatchObject({ refusal: 'window' })
  })

  test('a line that breaks after the platform took the message shows it once', async () => {
    await ownerWrites({ text: '你好' })
    await platform.control.addFault({
      on: 'call',
      effect: 'drop-after',
      path: '/cgi-bin/kf/send_msg',
      count: 1,
    })
    const sending = toOwner(text('您好'))
    await expect(open.kf.send(sending)).rejects.not.toHaveProperty('refusal')
    expect(await open.kf.send({ ...sending, repeated: true })).toMatchObject({ alreadySent: true })
    expect(await ownerSees()).toHaveLength(1)
  })

  test('a welcome goes by its code, once and within twenty seconds', async () => {
    await ownerWrites({ enter: true, scene: 'door', sceneParam: 'b=3' })
    const entered = await heard('enter')
    expect(entered).toMatchObject({ scene: 'door?b=3' })
    const code = entered.welcomeCode ?? ''
    await open.kf.send(toOwner(text('欢迎'), { code }))
    expect(await ownerSees()).toMatchObject([{ type: 'text', text: '欢迎' }])
    await expect(open.kf.send(toOwner(text('再次欢迎'), { code }))).rejects.toMatchObject({
      refusal: 'expired',
    })
  })

  test('a message that was taken and then not delivered names its sending', async () => {
    await ownerWrites({ text: '你好' })
    await platform.control.addFault({ on: 'send', effect: 'fail', value: 10, count: 1 })
    const { platformId } = await open.kf.send(toOwner(text('您好')))
    expect(await heard('send-failed')).toEqual({
      kind: 'send-failed',
      platformId,
      reason: '客户拒收（10）',
    })
  })

  test('a chat goes to a person and comes back', async () => {
    await ownerWrites({ text: '人工' })
    await heard('text')
    await open.kf.send(toOwner({ kind: 'hand-over', to: 'servicer', servicer: 'lina' }))
    await expect(open.kf.send(toOwner(text('x')))).rejects.toMatchObject({
      refusal: 'window',
      platformCode: '95018',
    })
    await expect(
      open.kf.send(toOwner({ kind: 'hand-over', to: 'servicer', servicer: 'zhaomin' })),
    ).rejects.toMatchObject({ refusal: 'data' })
    await open.kf.send(toOwner({ kind: 'hand-over', to: 'bot' }))
    await open.kf.send(toOwner({ kind: 'hand-over', to: 'end' }))
    await ownerWrites({ text: '你好' })
    await open.kf.send(toOwner(text('在的')))
    expect(await ownerSees()).toMatchObject([{ text: '在的' }])
  })

  test('a token that dies in between is replaced unseen', async () => {
    await ownerWrites({ text: '你好' })
    await open.kf.send(toOwner(text('一')))
    await platform.control.addFault({ on: 'call', effect: 'kill-token', count: 1 })
    await open.kf.send(toOwner(text('二')))
    expect(await ownerSees()).toHaveLength(2)
  })
})

describe('staff', () => {
  const card: Outgoing = {
    kind: 'card',
    taskId: 'BX20261123-0001@offer_1',
    title: '3栋2单元 厨房漏水',
    description: '陈** 09:02',
    lines: Array.from({ length: 8 }, (_, n) => ({
      label: `很长的标签${n}`,
      value: '值'.repeat(50),
    })),
    question: {
      key: 'eta',
      title: '预计到达',
      options: [
        { id: '30m', text: '30分钟' },
        { id: '2h', text: '2小时' },
      ],
    },
    buttons: [
      { key: 'accept', text: '接单', style: 'primary' },
      { key: 'transfer', text: '转单', style: 'plain' },
    ],
    url: 'https://example.com/t/1',
  }
  const close = (responseCode: string): Outgoing => ({
    kind: 'card-close',
    taskId: 'BX20261123-0001@offer_1',
    text: '已由张伟接单',
    responseCode,
  })

  test('write, open the app, and are heard', async () => {
    await memberWrites({ text: '接单' })
    expect(await heard('text')).toEqual({ kind: 'text', text: '接单' })
    await memberWrites({ enter: true })
    expect(await heard('enter')).toEqual({ kind: 'enter' })
    await memberWrites({
      media: { type: 'image', filename: 'a.jpg', base64: JPEG.toString('base64') },
    })
    const photo = await heard('media')
    expect(await fetchMedia(open.api, photo.mediaId)).toMatchObject({ bytes: JPEG })
  })

  test.each([
    ['why-1', 'hold_why', { reason: ['parts', 'owner'] }, '为什么挂起？'],
    ['to-1', 'transfer_to', { colleague: ['lina'], reason: ['busy'] }, '转给谁？'],
  ])(
    'answer a form: %s is heard whole, greys at once, and once more by its code',
    async (taskId, key, selections, title) => {
      const form = FORMS[taskId] as Form
      const { responseCode = '' } = await open.app.send(toMember({ kind: 'form', ...form }))
      await platform.control.tap('ZhangWei', { taskId, key, selections })
      expect(await heard('click')).toMatchObject({ taskId, key, selections })
      const shown = async () => JSON.stringify((await memberSees()).at(-1))
      await until(async () => (await shown()).includes('处理中'))
      const close = { kind: 'card-close', taskId, text: '已提交', responseCode, form } as const
      expect(await open.app.send(toMember(close))).toEqual({})
      expect(await shown()).toContain('已提交')
      expect(await shown()).toContain('"disable":true')
      expect(await shown()).toContain(title)
      await expect(open.app.send(toMember(close))).rejects.toMatchObject({ refusal: 'expired' })
      expect(await platform.control.problems()).toEqual([])
    },
  )

  test('read a notice with its picture', async () => {
    const url = 'https://example.com/n'
    const news = { taskId: 'n', title: '停水', body: '周三', lines: [], buttons: [], url }
    await open.app.send(toMember({ kind: 'card', ...news, picture: 'https://example.com/a.png' }))
    expect(await memberSees()).toMatchObject([{ card: { card_type: 'news_notice' } }])
  })

  test('tap a card: it greys at once, and its code changes it once more', async () => {
    const { responseCode = '' } = await open.app.send(toMember(card))
    const taskId = 'BX20261123-0001@offer_1'
    await platform.control.tap('ZhangWei', { taskId, key: 'accept', selections: { eta: '2h' } })
    const click = await heard('click')
    expect(click).toMatchObject({ taskId, key: 'accept', selections: { eta: ['2h'] } })
    expect(click.responseCode).not.toBe('')
    await until(async () => JSON.stringify(await memberSees()).includes('处理中'))
    expect(await open.app.send(toMember(close(click.responseCode)))).toEqual({})
    expect(JSON.stringify(await memberSees())).toContain('已由张伟接单')
    await expect(open.app.send(toMember(close(click.responseCode)))).rejects.toMatchObject({
      refusal: 'expired',
    })
    expect(await open.app.send(toMember(close(responseCode)))).toEqual({})
    platform.pass(73 * 3_600_000)
    await expect(open.app.send(toMember(close(responseCode)))).rejects.toMatchObject({
      refusal: 'expired',
    })
  })

  const dropAfterSend = () =>
    platform.control.addFault({
      on: 'call',
      effect: 'drop-after',
      path: '/cgi-bin/message/send',
      count: 1,
    })

  test('see a card once, though the line broke after the platform took it', async () => {
    await dropAfterSend()
    const sending = toMember(card)
    await expect(open.app.send(sending)).rejects.not.toHaveProperty('refusal')
    expect(await open.app.send({ ...sending, repeated: true })).toEqual({ alreadySent: true })
    expect((await memberSees()).map(({ type }) => type)).toEqual(['card'])
  })

  test('see a text no more than twice, however often it is repeated', async () => {
    await dropAfterSend()
    const sending = toMember(text('今日三单未完成'))
    await expect(open.app.send(sending)).rejects.not.toHaveProperty('refusal')
    for (let n = 0; n < 5; n += 1) await open.app.send({ ...sending, repeated: true })
    expect((await memberSees()).length).toBeLessThanOrEqual(2)
  })

  test('are not there when they are not', async () => {
    const nobody = { ...toMember(text('x')), to: { ...member, user: 'nobody' } }
    await expect(open.app.send(nobody)).rejects.toMatchObject({
      refusal: 'data',
      platformCode: '81013',
    })
  })

  test('see menus, links, photos and long texts', async () => {
    const options = [{ token: 'a', label: 'BX-1' }]
    await open.app.send(toMember({ kind: 'menu', text: '哪一单？', options }))
    await open.app.send(
      toMember({ kind: 'link', text: '报表', label: '打开', url: 'https://example.com/' }),
    )
    await open.app.send(toMember({ kind: 'image', fileId: 'f1' }))
    await open.app.send(toMember(text('水'.repeat(1000))))
    await open.app.send(toMember({ ...card, buttons: [] } as Outgoing))
    const seen = await memberSees()
    expect(seen.map(({ type }) => type)).toEqual(['text', 'text', 'image', 'text', 'text', 'card'])
    const long = seen.flatMap((content) =>
      content.type === 'text' && content.text.includes('水') ? [content.text] : [],
    )
    expect(long.join('')).toBe('水'.repeat(1000))
  })

  test('hear the group’s robot, twenty times a minute', async () => {
    const send = (message: Outgoing) => open.robot.send({ ...toOwner(message), to: group })
    await send({ ...card, url: 'https://example.com/t' } as Outgoing)
    await send({ kind: 'image', fileId: 'f1' })
    for (let n = 2; n < 20; n += 1) await send(text(`升级 ${n}`))
    await expect(send(text('太多'))).rejects.toMatchObject({
      refusal: 'rate',
      retryAfterMs: 60_000,
    })
    platform.pass(60_000)
    await send(text('又可以了'))
    const { messages } = await platform.control.readPhone({ kind: 'robots', id: 0 }, 0)
    expect(messages).toHaveLength(21)
  })
})
