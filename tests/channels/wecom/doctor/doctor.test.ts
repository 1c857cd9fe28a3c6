/** `npm run doctor` on platforms that are well and ill in each way it knows. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decrypt } from '@wecom/crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { doctorCommand } from '../../../../src/cli/doctor.ts'
import { readConfig } from '../../../../src/config.ts'
import {
  type ApiHandler,
  type ApiReply,
  DEFAULT,
  refusal,
  type StandInApi,
  startStandInApi,
} from '../../../support/stand-in-api.ts'

const AES = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'
const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const ACCOUNT = { open_kfid: 'wkA', name: '云锦管家', manage_privilege: true }
const ANSWERS: Readonly<Record<string, ApiReply>> = {
  '/cgi-bin/kf/account/list': { errcode: 0, account_list: [ACCOUNT] },
  '/cgi-bin/kf/servicer/list': { errcode: 0, servicer_list: [{ userid: 'lisi', status: 0 }] },
  '/cgi-bin/externalcontact/get_follow_user_list': { errcode: 0, follow_user: ['zhangsan'] },
  '/cgi-bin/department/list': { errcode: 0, department: [{ id: 1, name: '安居物业' }] },
}

/** A well platform, but for what the test changes. */
async function platform(changed: Readonly<Record<string, ApiReply>> = {}): Promise<StandInApi> {
  const handler: ApiHandler = ({ path, query }) => {
    if (query['open_kfid'] === 'guanjia-doctor') return refusal(95000)
    return changed[path] ?? ANSWERS[path] ?? DEFAULT
  }
  const api = await startStandInApi(handler)
  closing.push(api.close)
  return api
}

/** What stands at the desk's address. */
async function desk(answer: (url: URL) => { status: number; body: string }): Promise<string> {
  const server: Server = createServer((request, response) => {
    const { status, body } = answer(new URL(request.url ?? '/', 'http://desk'))
    response.writeHead(status, { 'content-type': 'text/plain' }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(() => resolve(undefined))))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Opens the challenge with the official package, as the desk opens it with its own cipher. */
const wellDesk = () =>
  desk((url) => {
    if (url.pathname === '/health/wecom') {
      const apps = [{ app: 'app', lastCallbackAt: '2026-11-23T01:00:00.000Z' }]
      return { status: 200, body: JSON.stringify({ apps }) }
    }
    return { status: 200, body: decrypt(AES, url.searchParams.get('echostr') ?? '').message }
  })

interface Told {
  readonly code: number
  readonly text: string
}

async function doctor(
  api: { readonly baseUrl: string },
  over: Readonly<Record<string, string>> = {},
  argv: readonly string[] = [],
): Promise<Told> {
  const lines: string[] = []
  const environment = {
    ...{ WECOM_CORP_ID: 'ww1', WECOM_APP_AGENT_ID: '1000002', WECOM_APP_SECRET: 'very-secret' },
    ...{ WECOM_APP_TOKEN: 'callbackToken', WECOM_APP_AES_KEY: AES },
    WECOM_API_BASE: api.baseUrl,
    WECOM_ROBOT_KEY: 'robot-key-1',
    ...over,
  }
  const code = await doctorCommand({
    argv,
    readConfig: () => readConfig(environment),
    now: () => new Date(),
    print: (line) => lines.push(line),
  })
  const text = lines.join('\n')
  for (const secret of ['very-secret', 'callbackToken', AES, 'robot-key-1', 'token-1']) {
    expect(text).not.toContain(secret)
  }
  return { code, text }
}

test('a well configuration passes step by step', async () => {
  const { code, text } = await doctor(await platform(), { PUBLIC_URL: await wellDesk() })
  expect(text.split('\n').map((line) => line.replace(/http\S+|\d+ (秒|毫秒)/g, '…'))).toEqual([
    '✓ 配置  格式正确（企业ID、AgentId、Token、43位的EncodingAESKey）',
    '',
    '应用 app（企业 ww1，AgentId 1000002）',
    '✓ 服务器时间  与企业微信相差 …',
    '✓ 企业ID和Secret  企业微信认可',
    '✓ 企业可信IP  可以调用，本机出口地址是 203.0.113.7',
    '✓ 微信客服账号  1 个：云锦管家',
    '✓ 接待人员（云锦管家）  1 位，1 位在接待',
    '✓ 回调地址  … 通过，用时 …',
    '✓ 最近一次回调  2026/11/23 09:00:00',
    '✓ 客户联系  1 位员工可以联系业主',
    '✓ 通讯录  可见范围内有 1 个部门',
    '- 群机器人  已设置；加上 --robot 会往群里发一条测试消息',
    '',
    '全部通过。',
  ])
  expect(code).toBe(0)
})

test('customers are asked for with the secret of 客户联系 where it has one of its own', async () => {
  const api = await platform({
    '/cgi-bin/externalcontact/get_follow_user_list': refusal(48002),
  })
  const PUBLIC_URL = await wellDesk()
  const own = await doctor(api, { PUBLIC_URL, WECOM_CONTACT_SECRET: 'customers-only' })
  expect(own.text).toMatch(/! 客户联系 .*48002/)
  const secrets = api.callsTo('/cgi-bin/gettoken').map(({ query }) => query['corpsecret'])
  expect(secrets).toEqual(['very-secret', 'customers-only'])
  expect(own.text).not.toContain('customers-only')
})

test('a message is written into the group only when it is asked for', async () => {
  const api = await platform()
  const PUBLIC_URL = await wellDesk()
  await doctor(api, { PUBLIC_URL })
  expect(api.callsTo('/cgi-bin/webhook/send')).toHaveLength(0)
  const { text } = await doctor(api, { PUBLIC_URL }, ['--robot'])
  expect(api.callsTo('/cgi-bin/webhook/send')).toHaveLength(1)
  expect(text).toMatch(/✓ 群机器人 {2}测试消息已发到群里/)
})

describe('says what to click', () => {
  const token = '/cgi-bin/gettoken'
  const accounts = '/cgi-bin/kf/account/list'
  const servicers = '/cgi-bin/kf/servicer/list'
  const contacts = '/cgi-bin/externalcontact/get_follow_user_list'
  const departments = '/cgi-bin/department/list'

  test.each([
    [
      'a visible range without departments',
      departments,
      { errcode: 0, department: [] },
      /! 通讯录 .*可见范围里没有部门.*应用管理 → 该应用 → 可见范围/s,
    ],
    [
      'a directory that may not be read',
      departments,
      refusal(48002),
      /! 通讯录 .*48002.*名册不会自动更新/s,
    ],
    ['a wrong company id', token, refusal(40013), /✗ 企业ID和Secret .*40013.*我的企业 → 企业信息/s],
    [
      'a wrong secret',
      token,
      refusal(40001),
      /✗ 企业ID和Secret .*40001.*应用管理 → 该应用 → Secret/s,
    ],
    [
      'an address that is not trusted',
      accounts,
      refusal(60020),
      /✗ 企业可信IP .*203\.0\.113\.7.*企业可信IP”加入上面这个地址/s,
    ],
    [
      'no right to customer service',
      accounts,
      refusal(48007),
      /✓ 企业可信IP.*✗ 微信客服账号 .*48007.*可调用接口的应用/s,
    ],
    [
      'accounts that are not ticked',
      accounts,
      { errcode: 0, account_list: [{ ...ACCOUNT, manage_privilege: false }] },
      /✗ 微信客服账号 .*没有一个账号.*通过API管理微信客服账号/s,
    ],
    ['no servicer', servicers, { errcode: 0, servicer_list: [] }, /! 接待人员.*一位也没有/s],
    [
      'nobody who receives',
      servicers,
      { errcode: 0, servicer_list: [{ userid: 'a', status: 1, stop_type: 1 }] },
      /! 接待人员.*1 位，都没有在接待/s,
    ],
    [
      'no right to customers',
      contacts,
      refusal(48002),
      /! 客户联系 .*48002.*客户联系 → 可调用接口的应用/s,
    ],
    [
      'no steward with customers',
      contacts,
      { errcode: 0, follow_user: [] },
      /! 客户联系.*使用范围/s,
    ],
    ['a code nobody knows', accounts, refusal(99999), /✗ 微信客服账号 .*99999.*错误码 99999/s],
    [
      'a page of somebody else',
      token,
      (response) => response.writeHead(200).end('<html>'),
      /✗ 企业ID和Secret .*malformed/s,
    ],
  ] satisfies [string, string, ApiReply, RegExp][])('%s', async (_what, path, answer, told) => {
    const api = await platform({ [path]: answer })
    const result = await doctor(api, { PUBLIC_URL: await wellDesk() })
    expect(result.text).toMatch(told)
    // A thing that is broken ends with 1, one that is only lacking with 0.
    expect(result.code).toBe(/^✗/m.test(result.text) ? 1 : 0)
  })

  test('a platform that cannot be reached', async () => {
    const { code, text } = await doctor({ baseUrl: 'http://127.0.0.1:9' })
    expect(text).toMatch(/✗ 企业ID和Secret .*没有得到企业微信的回答.*- 企业可信IP/s)
    expect(code).toBe(1)
  })

  test.each([
    [90_000, '!', 0],
    [-600_000, '✗', 1],
  ])('a clock that is %i ms off', async (offMs, mark, code) => {
    const date = new Date(Date.now() - offMs).toUTCString()
    const late: ApiReply = (response) =>
      response
        .writeHead(200, { date })
        .end(JSON.stringify({ errcode: 0, access_token: 'token-1', expires_in: 7200 }))
    const api = await platform({ [token]: late })
    const result = await doctor(api, { PUBLIC_URL: await wellDesk() })
    expect(result.text).toMatch(new RegExp(`^\\${mark} 服务器时间.*相差 \\d+ 秒\n.*时间同步`, 'm'))
    expect(result.code).toBe(code)
  })

  test.each([
    ['a log-in page', 200, '<html>请登录</html>', /回答了 200：<html>请登录/],
    ['a redirect', 302, '', /回答了 302/],
    ['a line break behind the answer', 200, 'ECHO\n', /回答了 200/],
    ['other keys', 403, '', /拒绝了签名.*重新启动服务台/s],
  ])('%s in front of the callback', async (_what, status, body, told) => {
    const PUBLIC_URL = await desk((url) => {
      const echo = decrypt(AES, url.searchParams.get('echostr') ?? '').message
      return { status, body: body.replace('ECHO', echo) }
    })
    const { code, text } = await doctor(await platform(), { PUBLIC_URL })
    expect(text).toMatch(told)
    expect(code).toBe(1)
  })

  test('a desk that does not run, and an address that is not set', async () => {
    const off = await doctor(await platform(), { PUBLIC_URL: 'http://127.0.0.1:9' })
    expect(off.text).toMatch(/✗ 回调地址 .*连不上/)
    expect((await doctor(await platform())).text).toMatch(/! 回调地址 .*PUBLIC_URL 没有设置/)
  })

  test('a callback that never came', async () => {
    const PUBLIC_URL = await desk((url) => {
      const echo = url.searchParams.get('echostr')
      return echo ? { status: 200, body: decrypt(AES, echo).message } : { status: 404, body: '' }
    })
    const { code, text } = await doctor(await platform(), { PUBLIC_URL })
    expect(text).toMatch(/! 最近一次回调 {2}还没有收到过\n.*接收消息 → 设置API接收/)
    expect(code).toBe(0)
  })

  test('a robot that was removed', async () => {
    const api = await platform({ '/cgi-bin/webhook/send': refusal(93000) })
    const { code, text } = await doctor(api, { PUBLIC_URL: await wellDesk() }, ['--robot'])
    expect(text).toMatch(/✗ 群机器人 .*93000.*重新添加/s)
    expect(code).toBe(1)
  })
})

test('a configuration that is broken is told line by line, and nothing is called', async () => {
  const api = await platform()
  const { code, text } = await doctor(api, { WECOM_APP_AES_KEY: 'short', WECOM_APP_SECRET: '' })
  expect(text).toMatch(/^✗ 配置.*WECOM_APP_AES_KEY must be exactly 43.*WECOM_APP_SECRET is needed/s)
  expect([code, api.calls.length]).toEqual([1, 0])
})

test('the sandbox needs no doctor, and a wrong call gets the usage', async () => {
  const api = await platform()
  const sandbox = await doctor(api, { WECOM_CORP_ID: '' })
  expect(sandbox).toEqual({ code: 2, text: expect.stringContaining('沙盒') })
  expect((await doctor(api, {}, ['--rowbot'])).text).toMatch(/^用法：/)
  expect((await doctor(api, {}, ['--rowbot'])).code).toBe(2)
})
