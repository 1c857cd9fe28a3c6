/** A whole run with everything going wrong: nothing secret stands in what is logged or thrown. */
import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { wecomCallback } from '../../../src/channels/wecom/callback.ts'
import { kfPuller } from '../../../src/channels/wecom/kf-pull.ts'
import { mediaIds } from '../../../src/channels/wecom/media-ids.ts'
import { hideSecrets } from '../../../src/channels/wecom/secrets.ts'
import { appChannel } from '../../../src/channels/wecom/send-app.ts'
import { kfChannel } from '../../../src/channels/wecom/send-kf.ts'
import { robotChannel } from '../../../src/channels/wecom/send-robot.ts'
import { openTally } from '../../../src/channels/wecom/tally.ts'
import { sealed, send, serve } from '../../support/callback-sender.ts'
import { logLines } from '../../support/log-lines.ts'
import { memoryMedia, PHOTO } from '../../support/memory-media.ts'
import {
  type ApiReply,
  type ApiRequest,
  refusal,
  startStandInApi,
  TOKEN_PATH,
} from '../../support/stand-in-api.ts'
import { apiOn, CORP, IMPATIENT_MS, SECRET } from '../../support/wecom-api.ts'

const TOKEN = 'AT-accesstoken000001-q2w3e4r5t6'
const ROBOT_KEY = '693a91f6-7aoc-4bc4-97a0-0ec2sifa5aaa'
const CODE = 'WELCOME-CODE-1'
const PING_TOKEN = 'ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR'
const APP = {
  path: '/wecom/app/callback',
  corpId: CORP,
  agentId: '1000002',
  token: 'CallbackToken7',
  aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
}
const SECRETS = [SECRET, encodeURIComponent(SECRET), TOKEN, ROBOT_KEY, APP.token, APP.aesKey]

/** Every way a server can repeat what it was told, and a few ways it can say nothing. */
const troubles: ((call: ApiRequest) => ApiReply)[] = [
  (call) =>
    refusal(40058, `bad request ${JSON.stringify(call.query)} ?${new URLSearchParams(call.query)}`),
  (call) => refusal(40014, `invalid access_token=${call.query['access_token']}`),
  () => (response) => void response.writeHead(500).end('<html>'),
  () => (response) =>
    void response.writeHead(302, { location: `http://127.0.0.1:1/?access_token=${TOKEN}` }).end(),
  () => (response) => void response.destroy(),
  () => () => undefined,
  () => ({ errcode: 0, errmsg: TOKEN, msg_list: TOKEN, media_id: 7, msgid: { [TOKEN]: SECRET } }),
]

test('nothing secret is logged or thrown', async () => {
  const written = logLines()
  const thrown: unknown[] = []
  for (const trouble of troubles) {
    const server = await startStandInApi((call) =>
      call.path === TOKEN_PATH ? { access_token: TOKEN, expires_in: 7200 } : trouble(call),
    )
    for (const error of await everyFailure(server.baseUrl, written.log)) thrown.push(error)
    await server.close()
  }
  const refusing = await startStandInApi((call) =>
    refusal(40001, `secret ${call.query['corpsecret']}`),
  )
  thrown.push(...(await everyFailure(refusing.baseUrl, written.log)))
  await refusing.close()
  thrown.push(...(await everyFailure('http://no-such-host.invalid', written.log)))
  for (const error of thrown) written.log.error({ err: error }, 'a send failed')

  expect(thrown.length).toBeGreaterThan(30)
  const said = [
    ...written.lines,
    ...thrown.map((error) => inspect(error, { depth: 12, showHidden: true })),
  ]
  for (const secret of SECRETS) expect(said.join('\n')).not.toContain(secret)
})

async function everyFailure(baseUrl: string, log: ReturnType<typeof logLines>['log']) {
  const api = apiOn(baseUrl, { timeoutMs: IMPATIENT_MS })
  const media = mediaIds(memoryMedia({ f1: PHOTO }))
  const tally = openTally()
  const kf = kfChannel({ apiOf: async () => api, media })
  const app = appChannel({ apiOf: () => api, media })
  const robot = robotChannel({
    baseUrl,
    timeoutMs: IMPATIENT_MS,
    keyOf: () => ROBOT_KEY,
    openFile: async () => PHOTO,
  })
  const text = { kind: 'text', text: '您好' } as const
  const base = { key: 'k', message: text, repeated: false }
  const owner = { corpId: CORP, channel: 'wecom-kf', account: 'wkA', user: 'wmU' } as const
  const member = { corpId: CORP, channel: 'wecom-app', account: '1000002', user: 'li' } as const
  const group = { corpId: CORP, channel: 'wecom-robot', account: 'centre', user: 'g' } as const
  const pull = kfPuller({
    apiOf: async () => api,
    store: {
      withAccountLock: (_corp, _account, run) =>
        run({ cursor: async () => '', savePage: async () => undefined }),
    },
    now: () => new Date(),
    log,
    tally,
  })
  const handler = wecomCallback({
    endpoints: [APP],
    keep: () => Promise.reject(new Error('away')),
    pullKf: pull,
    now: () => new Date(),
    randomBytes,
    log,
    tally,
  })
  const door = await serve(handler)
  const ping = `<xml><MsgType>event</MsgType><Event>kf_msg_or_event</Event><Token>${PING_TOKEN}</Token><OpenKfId>wkA</OpenKfId></xml>`
  for (const plaintext of [
    ping,
    '<xml><FromUserName>u</FromUserName><MsgType>text</MsgType></xml>',
    'no xml',
  ]) {
    const { query, body } = sealed(APP, plaintext)
    await send(door.port, { method: 'POST', target: `${APP.path}?${query}`, body })
    await send(door.port, { method: 'POST', target: `${APP.path}?${query}x`, body })
  }
  await door.close()
  const attempts = [
    kf.send({ ...base, to: owner }),
    kf.send({ ...base, to: owner, code: CODE }),
    kf.send({ ...base, to: owner, message: { kind: 'image', fileId: 'f1' } }),
    kf.send({ ...base, to: owner, message: { kind: 'hand-over', to: 'pool' } }),
    app.send({ ...base, to: member }),
    robot.send({ ...base, to: group }),
    pull({ corpId: CORP, openKfId: 'wkA', token: PING_TOKEN }),
  ]
  const settled = await Promise.allSettled(attempts)
  return settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))
}

test.each([
  ['a known secret', 'the secret is s3cret/+.', 'the secret is [redacted].'],
  ['one as it stands in an address', 'GET /x?y=s3cret%2F%2B', 'GET /x?y=[redacted]'],
  ['a token nobody knows', 'GET /x?access_token=abc&b=1', 'GET /x?access_token=[redacted]&b=1'],
  ['a robot key', 'POST /send?key=abc', 'POST /send?key=[redacted]'],
  ['a phone', 'call 13812345678', 'call 138****5678'],
  ['nothing secret', 'all is well', 'all is well'],
])('%s is taken out of a text', (_what, text, hidden) => {
  expect(hideSecrets(text, ['s3cret/+', ''])).toBe(hidden)
})
