import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { variables } from '../../src/config/variables.ts'
import { BadConfig, readConfig } from '../../src/config.ts'

const AES = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'
const corp = {
  WECOM_CORP_ID: 'ww1',
  WECOM_APP_AGENT_ID: '1000002',
  WECOM_APP_SECRET: 's',
  WECOM_APP_TOKEN: 't',
  WECOM_APP_AES_KEY: AES,
}
const store = {
  S3_ENDPOINT: 'https://store.example',
  S3_BUCKET: 'photos',
  S3_ACCESS_KEY_ID: 'id',
  S3_SECRET_ACCESS_KEY: 'secret',
}
const key = '0'.repeat(64)
const database = 'postgres://desk@127.0.0.1/desk'

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfig(environment)
    return []
  } catch (error) {
    return (error as BadConfig).problems
  }
}

describe('the configuration', () => {
  test('needs nothing: an empty environment is the sandbox on an own database, seen by this machine only', () => {
    expect(readConfig({})).toMatchObject({
      sandbox: true,
      host: '127.0.0.1',
      databaseUrl: null,
      redisUrl: null,
      role: 'all',
      wecom: null,
    })
  })

  test('names the data folder whole, wherever a part of the desk lives', () => {
    expect(readConfig({}).dataDir).toBe(join(process.cwd(), '.data'))
    expect(readConfig({ DATA_DIR: 'store' }).dataDir).toBe(join(process.cwd(), 'store'))
    expect(readConfig({ DATA_DIR: '/srv/guanjia' }).dataDir).toBe('/srv/guanjia')
  })

  test('is production with a company and a database', () => {
    const config = readConfig({ ...corp, DATABASE_URL: database, DATA_KEY: key, ROLE: 'worker' })
    expect(config).toMatchObject({
      sandbox: false,
      host: '0.0.0.0',
      role: 'worker',
      wecom: {
        apiBase: 'https://qyapi.weixin.qq.com',
        apps: [{ name: 'app', corpId: 'ww1', agentId: '1000002', previous: null }],
      },
    })
  })

  test('puts the chat page on the net only where it is wanted', () => {
    expect(readConfig({}).webChat).toEqual({ embedOrigins: [] })
    expect(readConfig({ WEB_CHAT: 'off' }).webChat).toBeNull()
    expect(readConfig(corp).webChat).toBeNull()
    const origins = 'https://a.example, http://b.example:8080'
    expect(
      readConfig({ ...corp, WEB_CHAT: 'on', WEB_CHAT_EMBED_ORIGINS: origins }).webChat,
    ).toEqual({
      embedOrigins: ['https://a.example', 'http://b.example:8080'],
    })
  })

  test.each(['*', 'example.com', 'https://a.example/path', 'https://a.example;script-src *'])(
    'shows the chat inside no site called %s',
    (origin) => {
      expect(problemsOf({ WEB_CHAT_EMBED_ORIGINS: origin })).toEqual([
        expect.stringContaining('WEB_CHAT_EMBED_ORIGINS must be origins'),
      ])
    },
  )

  test('takes no reports on a page while nobody could hear of them', () => {
    const page = { SANDBOX: 'off', WEB_CHAT: 'on', DATABASE_URL: database, DATA_KEY: key }
    const problems = problemsOf(page)
    expect(problems).toEqual([expect.stringMatching(/^WECOM_CORP_ID is needed with WEB_CHAT=on/)])
    expect(problems.join()).toContain('staff hear of what is said on the page in WeCom only')
    expect(problemsOf({ ...page, ...corp })).toEqual([])
  })

  test('believes the proxies it is told of, and never everybody', () => {
    expect(readConfig({}).trustProxy).toBeNull()
    expect(readConfig({ TRUST_PROXY: '' }).trustProxy).toBeNull()
    expect(readConfig({ TRUST_PROXY: '1' }).trustProxy).toBe(1)
    expect(readConfig({ TRUST_PROXY: 'loopback, 10.0.0.0/8,::1' }).trustProxy).toEqual([
      'loopback',
      '10.0.0.0/8',
      '::1',
    ])
  })

  test.each([
    'true',
    'yes',
    '*',
    '-1',
    '1.5',
    '0.0.0.0/0',
    '::/0',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    'proxy.example',
    ',',
  ])('believes no proxy called %s', (value) => {
    expect(problemsOf({ TRUST_PROXY: value })).toEqual([
      expect.stringContaining('TRUST_PROXY must be a number of proxies'),
    ])
  })

  test('lets an AI bot listen in one way', () => {
    expect(readConfig(corp).wecom?.aibot).toBeNull()
    const byCallback = { WECOM_AIBOT_ID: 'AIB1', WECOM_AIBOT_TOKEN: 't', WECOM_AIBOT_AES_KEY: AES }
    expect(readConfig({ ...corp, ...byCallback }).wecom?.aibot).toEqual({
      botId: 'AIB1',
      callback: { token: 't', aesKey: AES },
      line: null,
    })
    const byLine = { WECOM_AIBOT_ID: 'AIB1', WECOM_AIBOT_SECRET: 's', WECOM_AIBOT_WS: 'ws://a/b' }
    expect(readConfig({ ...corp, ...byLine }).wecom?.aibot).toMatchObject({
      callback: null,
      line: { secret: 's', url: 'ws://a/b' },
    })
  })

  test.each([
    [{ WECOM_AIBOT_ID: 'AIB1' }, /WECOM_AIBOT_ID is needed/],
    [{ WECOM_AIBOT_SECRET: 's' }, /WECOM_AIBOT_ID is needed/],
    [{ WECOM_AIBOT_ID: 'AIB1', WECOM_AIBOT_TOKEN: 't' }, /belong together/],
    [
      {
        WECOM_AIBOT_ID: 'AIB1',
        WECOM_AIBOT_TOKEN: 't',
        WECOM_AIBOT_AES_KEY: AES,
        WECOM_AIBOT_SECRET: 's',
      },
      /exclude/,
    ],
    [
      { WECOM_AIBOT_ID: 'AIB1', WECOM_AIBOT_SECRET: 's', WECOM_AIBOT_WS: 'http://a' },
      /WECOM_AIBOT_WS/,
    ],
  ])('a bot with %o is half a bot', (environment, problem) => {
    expect(problemsOf({ ...corp, ...environment }).join()).toMatch(problem)
  })

  test('keeps photos in a folder, or in the object store that is named', () => {
    expect(readConfig({}).s3).toBeNull()
    expect(readConfig(store).s3).toEqual({
      endpoint: 'https://store.example',
      region: 'us-east-1',
      bucket: 'photos',
      accessKeyId: 'id',
      secretAccessKey: 'secret',
      pathStyle: false,
    })
    expect(readConfig({ ...store, S3_PATH_STYLE: 'on' }).s3?.pathStyle).toBe(true)
  })

  test('takes an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', WECOM_CORP_ID: '' }).port).toBe(8700)
  })

  test.each([
    [{ PORT: 'abc' }, /PORT/],
    [{ PORT: '70000' }, /PORT/],
    [{ ROLE: 'boss' }, /ROLE/],
    [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
    [
      { DATABASE_URL: 'mysql://x/y', SANDBOX: 'on' },
      /DATABASE_URL must be a URL beginning with postgres/,
    ],
    [{ REDIS_URL: 'http://x' }, /REDIS_URL must be a URL beginning with redis/],
    [{ DATA_KEY: 'short' }, /DATA_KEY must be 64 hex digits/],
    [{ SANDBOX_NOW: 'soon' }, /SANDBOX_NOW must be a time/],
    [{ SANDBOX: 'yes' }, /SANDBOX/],
    [{ SANDBOX: 'off' }, /WECOM_CORP_ID is needed with SANDBOX=off/],
    [{ DATABASE_URL: database }, /DATABASE_URL without WECOM_CORP_ID/],
    [{ ROLE: 'web' }, /need DATABASE_URL/],
    [{ ...corp, SANDBOX: 'on' }, /SANDBOX=on contradicts WECOM_CORP_ID/],
    [{ ...corp, DATABASE_URL: database }, /DATA_KEY is needed with DATABASE_URL/],
    [{ ...corp, WECOM_APP_AES_KEY: 'short' }, /WECOM_APP_AES_KEY must be exactly 43/],
    [{ ...corp, WECOM_APP_TOKEN: 'not-a-token' }, /WECOM_APP_TOKEN must be 1 to 32 letters/],
    [{ ...corp, WECOM_APP_TOKEN: 'x'.repeat(33) }, /WECOM_APP_TOKEN must be 1 to 32 letters/],
    [{ ...corp, WECOM_FILE: '/nowhere.yaml' }, /WECOM_FILE cannot be read/],
    [{ WECOM_FILE: '/nowhere.yaml' }, /WECOM_CORP_ID is needed with wecom.yaml/],
    [{ ...corp, WECOM_APP_AGENT_ID: 'x' }, /WECOM_APP_AGENT_ID must be digits/],
    [{ WECOM_CORP_ID: 'ww1' }, /WECOM_APP_SECRET is needed/],
    [{ ...corp, WECOM_APP_TOKEN_PREVIOUS: 't0' }, /belong together/],
    [{ ...corp, WECOM_CONTACTS_TOKEN: 't0' }, /WECOM_CONTACTS_AES_KEY belong together/],
    [{ S3_ENDPOINT: 'ftp://store' }, /S3_ENDPOINT must be a URL beginning with http/],
    [{ S3_ENDPOINT: 'https://store.example' }, /S3_BUCKET is needed with S3_ENDPOINT/],
    [{ S3_BUCKET: 'photos' }, /S3_ENDPOINT is needed with S3_BUCKET/],
    [{ ...store, S3_BUCKET: '../etc' }, /S3_BUCKET must be the name of a bucket/],
  ])('refuses %j', (environment, reason) => {
    expect(problemsOf(environment as Record<string, string>).join('\n')).toMatch(reason)
  })

  test('names every problem in one message', () => {
    const problems = problemsOf({ PORT: 'x', ROLE: 'y', REDIS_URL: 'z' })
    expect(problems).toHaveLength(3)
    expect(new BadConfig(problems).message).toMatch(/3 problem\(s\):\n {2}PORT.*\n {2}/)
  })

  test('tells what is missing beside what is wrong', () => {
    const problems = problemsOf({
      PORT: 'x',
      ROLE: 'boss',
      SANDBOX: 'on',
      WECOM_CORP_ID: 'ww1',
      WECOM_APP_AES_KEY: 'short',
    })
    expect(problems.map((problem) => problem.split(' ').slice(0, 3).join(' ')).sort()).toEqual([
      'PORT Invalid input:',
      'ROLE Invalid option:',
      'SANDBOX=on contradicts WECOM_CORP_ID:',
      'WECOM_APP_AES_KEY must be',
      'WECOM_APP_AGENT_ID is needed',
      'WECOM_APP_SECRET is needed',
      'WECOM_APP_TOKEN is needed',
    ])
  })

  test('is explained: .env.example lists exactly the variables that are read', async () => {
    const example = await readFile(new URL('../../.env.example', import.meta.url), 'utf8')
    const listed = [...example.matchAll(/^([A-Z][A-Z0-9_]*)=/gm)].map((match) => match[1])
    expect(listed.sort()).toEqual(Object.keys(variables.shape).sort())
    const lines = example.split('\n')
    for (const [at, line] of lines.entries()) {
      if (/^[A-Z][A-Z0-9_]*=/.test(line))
        expect(lines[at - 1], line).toMatch(/^#|^[A-Z][A-Z0-9_]*=/)
    }
  })
})
