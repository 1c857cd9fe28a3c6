/** Every call the client knows: what goes over the wire, and what is made of the answer. */
import { afterEach, expect, test } from 'vitest'
import { whoOpened } from '../../../../src/channels/wecom/api/auth.ts'
import type { WecomApi } from '../../../../src/channels/wecom/api/client.ts'
import * as kf from '../../../../src/channels/wecom/api/kf.ts'
import * as people from '../../../../src/channels/wecom/api/kf-people.ts'
import { fetchMedia, uploadMedia } from '../../../../src/channels/wecom/api/media.ts'
import * as message from '../../../../src/channels/wecom/api/message.ts'
import { sendRobotMessage } from '../../../../src/channels/wecom/api/robot.ts'
import {
  type ApiReply,
  DEFAULT,
  refusal,
  type StandInApi,
  TOKEN_PATH,
} from '../../../support/stand-in-api.ts'
import { openApi, PATIENT_MS } from '../../../support/wecom-api.ts'

let server: StandInApi | undefined
afterEach(() => server?.close())

async function answering(reply: ApiReply): Promise<WecomApi> {
  const opened = await openApi((call) => (call.path === TOKEN_PATH ? DEFAULT : reply))
  server = opened.server
  return opened.api
}

const lastCall = () => {
  const call = server?.calls.at(-1)
  const { access_token: _token, ...query } = call?.query ?? {}
  return {
    method: call?.method,
    path: call?.path?.replace('/cgi-bin/', ''),
    query,
    json: call?.json,
  }
}

const customer = { openKfId: 'wkA', user: 'wmU' }

test.each<[string, (api: WecomApi) => Promise<unknown>, ApiReply, unknown, unknown]>([
  [
    'sync_msg from the beginning',
    (api) => kf.syncMessages(api, { openKfId: 'wkA', cursor: '', token: '' }),
    { next_cursor: 'c', has_more: 1, msg_list: [{ any: 'thing' }] },
    {
      method: 'POST',
      path: 'kf/sync_msg',
      query: {},
      json: { open_kfid: 'wkA', limit: 1000, voice_format: 0 },
    },
    { next_cursor: 'c', has_more: 1, msg_list: [{ any: 'thing' }] },
  ],
  [
    'sync_msg from a cursor, and an answer with nothing in it',
    (api) => kf.syncMessages(api, { openKfId: 'wkA', cursor: 'c', token: 't' }),
    {},
    {
      method: 'POST',
      path: 'kf/sync_msg',
      query: {},
      json: { open_kfid: 'wkA', limit: 1000, voice_format: 0, cursor: 'c', token: 't' },
    },
    { next_cursor: '', has_more: 0, msg_list: [] },
  ],
  [
    'send_msg',
    (api) => kf.sendMessage(api, customer, { msgid: 'm', msgtype: 'text', text: { content: 'x' } }),
    { msgid: 'm' },
    {
      method: 'POST',
      path: 'kf/send_msg',
      query: {},
      json: {
        touser: 'wmU',
        open_kfid: 'wkA',
        msgid: 'm',
        msgtype: 'text',
        text: { content: 'x' },
      },
    },
    { msgid: 'm' },
  ],
  [
    'send_msg_on_event',
    (api) =>
      kf.sendMessageOnEvent(api, 'WC', { msgid: 'm', msgtype: 'text', text: { content: 'x' } }),
    {},
    {
      method: 'POST',
      path: 'kf/send_msg_on_event',
      query: {},
      json: { code: 'WC', msgid: 'm', msgtype: 'text', text: { content: 'x' } },
    },
    {},
  ],
  [
    'service_state/get',
    (api) => kf.getServiceState(api, customer),
    { service_state: 3, servicer_userid: 'li' },
    {
      method: 'POST',
      path: 'kf/service_state/get',
      query: {},
      json: { open_kfid: 'wkA', external_userid: 'wmU' },
    },
    { service_state: 3, servicer_userid: 'li' },
  ],
  [
    'service_state/trans',
    (api) => kf.moveServiceState(api, customer, { state: 3, servicer: 'li' }),
    { msg_code: 'MC' },
    {
      method: 'POST',
      path: 'kf/service_state/trans',
      query: {},
      json: { open_kfid: 'wkA', external_userid: 'wmU', service_state: 3, servicer_userid: 'li' },
    },
    { msg_code: 'MC' },
  ],
  [
    'servicer/list',
    (api) => people.listServicers(api, 'wkA'),
    { servicer_list: [{ userid: 'li', status: 0 }, { department_id: 2 }] },
    { method: 'GET', path: 'kf/servicer/list', query: { open_kfid: 'wkA' }, json: undefined },
    [{ userid: 'li', status: 0 }, { department_id: 2 }],
  ],
  [
    'customer/batchget',
    (api) => people.getCustomers(api, ['wmU', 'wmX']),
    {
      customer_list: [
        { external_userid: 'wmU', nickname: '张', enter_session_context: { scene: 'door' } },
      ],
      invalid_external_userid: ['wmX'],
    },
    {
      method: 'POST',
      path: 'kf/customer/batchget',
      query: {},
      json: { external_userid_list: ['wmU', 'wmX'], need_enter_session_context: 1 },
    },
    {
      customer_list: [
        { external_userid: 'wmU', nickname: '张', enter_session_context: { scene: 'door' } },
      ],
      invalid_external_userid: ['wmX'],
    },
  ],
  [
    'add_contact_way',
    (api) => people.addContactWay(api, 'wkA', 'b3'),
    { url: 'https://work.weixin.qq.com/kf/x' },
    {
      method: 'POST',
      path: 'kf/add_contact_way',
      query: {},
      json: { open_kfid: 'wkA', scene: 'b3' },
    },
    'https://work.weixin.qq.com/kf/x',
  ],
  [
    'message/send',
    (api) =>
      message.sendAppMessage(api, {
        touser: 'li',
        agentid: 7,
        msgtype: 'text',
        text: { content: 'x' },
      }),
    { msgid: 'M', response_code: 'RC', invaliduser: 'a|b' },
    {
      method: 'POST',
      path: 'message/send',
      query: {},
      json: { touser: 'li', agentid: 7, msgtype: 'text', text: { content: 'x' } },
    },
    { msgid: 'M', response_code: 'RC', invaliduser: 'a|b', unlicenseduser: '' },
  ],
  [
    'message/update_template_card',
    (api) =>
      message.greyCard(api, {
        userids: ['li'],
        agentid: 7,
        responseCode: 'RC',
        with: { replaceName: '已接单' },
      }),
    { invaliduser: ['li'] },
    {
      method: 'POST',
      path: 'message/update_template_card',
      query: {},
      json: {
        userids: ['li'],
        agentid: 7,
        response_code: 'RC',
        button: { replace_name: '已接单' },
      },
    },
    { invaliduser: ['li'] },
  ],
  [
    'message/recall',
    (api) => message.recallMessage(api, 'M'),
    {},
    { method: 'POST', path: 'message/recall', query: {}, json: { msgid: 'M' } },
    undefined,
  ],
  [
    'auth/getuserinfo of a member',
    (api) => whoOpened(api, 'CODE'),
    { userid: 'li', user_ticket: 'T' },
    { method: 'GET', path: 'auth/getuserinfo', query: { code: 'CODE' }, json: undefined },
    { kind: 'member', userId: 'li' },
  ],
  [
    'auth/getuserinfo of somebody else',
    (api) => whoOpened(api, 'CODE'),
    { openid: 'o', external_userid: 'wmU' },
    { method: 'GET', path: 'auth/getuserinfo', query: { code: 'CODE' }, json: undefined },
    { kind: 'outsider', externalUserId: 'wmU' },
  ],
])('%s', async (...[, run, reply, sent, result]) => {
  const api = await answering(reply)
  expect(await run(api)).toEqual(result)
  expect(lastCall()).toEqual(sent)
})

test('all pages of accounts are read', async () => {
  const all = Array.from({ length: 230 }, (_, n) => ({ open_kfid: `wk${n}`, name: `n${n}` }))
  const opened = await openApi((call) => {
    if (call.path === TOKEN_PATH) return DEFAULT
    const { offset, limit } = call.json as { offset: number; limit: number }
    return { account_list: all.slice(offset, offset + limit) }
  })
  server = opened.server
  expect(await people.listAccounts(opened.api)).toEqual(all)
  expect(server.callsTo('/cgi-bin/kf/account/list')).toHaveLength(3)
})

test('more than a hundred customers at once is a mistake of ours', async () => {
  const api = await answering({})
  expect(() =>
    people.getCustomers(
      api,
      Array.from({ length: 101 }, () => 'x'),
    ),
  ).toThrow(/at most 100/)
})

const file =
  (bytes: Buffer, headers: Record<string, string>): ApiReply =>
  (response) =>
    void response.writeHead(200, headers).end(bytes)
const PHOTO = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4])
const CUSTOMERS_JSON = Buffer.from('{"errcode":40007}')

test.each<[string, ApiReply, unknown]>([
  [
    'a photo with a name',
    file(PHOTO, {
      'content-type': 'image/jpeg',
      'content-disposition': 'attachment; filename="a b.jpg"',
    }),
    { bytes: PHOTO, contentType: 'image/jpeg', name: 'a b.jpg' },
  ],
  [
    'a photo without one',
    file(PHOTO, { 'content-type': 'image/jpeg' }),
    { bytes: PHOTO, contentType: 'image/jpeg', name: undefined },
  ],
  [
    'a JSON file of a customer',
    file(CUSTOMERS_JSON, {
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename=x.json',
    }),
    { bytes: CUSTOMERS_JSON, contentType: 'application/json', name: 'x.json' },
  ],
  [
    'a file of 21 bytes where 20 are allowed',
    file(Buffer.alloc(21), { 'content-type': 'image/png' }),
    'too-large',
  ],
  [
    'nothing',
    file(Buffer.alloc(0), {}),
    { bytes: Buffer.alloc(0), contentType: '', name: undefined },
  ],
])('media/get: %s', async (_what, reply, fetched) => {
  const api = await answering(reply)
  expect(await fetchMedia(api, 'M1', 20)).toEqual(fetched)
  expect(lastCall()).toMatchObject({ method: 'GET', path: 'media/get', query: { media_id: 'M1' } })
})

test.each(['application/json; charset=UTF-8', 'text/plain', ''])(
  'media/get: a refusal in a 200 of type "%s" is seen',
  async (type) => {
    const body = Buffer.from(JSON.stringify(refusal(40007, 'invalid media_id')))
    const api = await answering(file(body, { 'content-type': type }))
    await expect(fetchMedia(api, 'M1')).rejects.toMatchObject({ code: 40007 })
  },
)

test('media/get: an old token in a 200 is replaced', async () => {
  const opened = await openApi((call) => {
    if (call.path === TOKEN_PATH) return DEFAULT
    return call.query['access_token'] === 'token-1'
      ? refusal(42001)
      : file(PHOTO, { 'content-type': 'image/jpeg' })
  })
  server = opened.server
  expect(await fetchMedia(opened.api, 'M1')).toMatchObject({ bytes: PHOTO })
})

test('media/upload sends one part called media', async () => {
  const api = await answering({ type: 'image', media_id: 'M9', created_at: '1380000000' })
  const upload = {
    kind: 'image',
    bytes: PHOTO,
    name: 'photo.jpg',
    contentType: 'image/jpeg',
  } as const
  expect(await uploadMedia(api, upload)).toBe('M9')
  const call = server?.calls.at(-1)
  expect(lastCall()).toMatchObject({
    method: 'POST',
    path: 'media/upload',
    query: { type: 'image' },
  })
  expect(call?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
  const text = call?.body.toString('latin1') ?? ''
  expect(text).toContain('name="media"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n')
  expect(call?.body.includes(PHOTO)).toBe(true)
})

test('a robot is called with its key alone, and the key is in no error', async () => {
  await answering({
    errcode: 93000,
    errmsg: 'invalid webhook url key=R-KEY-1, hint: [1], from ip: 1.2.3.4, more',
  })
  const deps = { baseUrl: server?.baseUrl ?? '', timeoutMs: PATIENT_MS }
  const error: unknown = await sendRobotMessage(deps, 'R-KEY-1', {
    msgtype: 'text',
    text: { content: 'x' },
  }).catch((e) => e)
  expect(server?.calls).toHaveLength(1)
  expect(server?.calls[0]).toMatchObject({
    path: '/cgi-bin/webhook/send',
    query: { key: 'R-KEY-1' },
  })
  expect(error).toMatchObject({ code: 93000, fromIp: '1.2.3.4' })
  expect(String(error)).not.toContain('R-KEY-1')
})
