import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readWecomFile } from '../../src/config/wecom-file.ts'

const AES = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C'
const FIRST = { corpId: 'ww1', agentId: '1000002', robotKey: undefined }
const NONE = { corpId: undefined, agentId: undefined, robotKey: undefined }

const entry = (over: Readonly<Record<string, unknown>> = {}) => ({
  ...{ name: 'second', corp_id: 'ww2', agent_id: '1000002', secret: 's', token: 't' },
  aes_key: AES,
  ...over,
})
const fileOf = (...apps: readonly object[]) => JSON.stringify({ apps })

function problemsOf(text: string, environment: Record<string, string> = {}): readonly string[] {
  const read = readWecomFile(text, environment, FIRST)
  return 'problems' in read ? read.problems : []
}

describe('wecom.yaml', () => {
  test('describes further apps of the same company and of others', () => {
    const text = fileOf(
      entry({
        ...{ previous: { token: 'old', aes_key: AES }, robot_key: 'robot-2' },
        contact_secret: 'customers',
        contacts: { token: 'people', aes_key: AES },
      }),
      entry({ name: 'third', corp_id: 'ww1', agent_id: 1000003 }),
    )
    expect(readWecomFile(text, {}, FIRST)).toEqual({
      apps: [
        {
          ...{ name: 'second', corpId: 'ww2', agentId: '1000002', secret: 's', token: 't' },
          ...{ aesKey: AES, previous: { token: 'old', aesKey: AES }, robotKey: 'robot-2' },
          contacts: { token: 'people', aesKey: AES },
          contactSecret: 'customers',
        },
        {
          ...{ name: 'third', corpId: 'ww1', agentId: '1000003', secret: 's', token: 't' },
          ...{ aesKey: AES, previous: null, contacts: null, robotKey: null },
          contactSecret: null,
        },
      ],
    })
  })

  test('takes secrets from the environment', () => {
    const text = fileOf(entry({ secret: '$' + '{SECOND_SECRET}' }))
    expect(readWecomFile(text, { SECOND_SECRET: 'hush' }, FIRST)).toMatchObject({
      apps: [{ secret: 'hush' }],
    })
    expect(problemsOf(text)).toEqual([
      'wecom.yaml: apps.0.secret needs the variable SECOND_SECRET, which is not set',
    ])
  })

  test('has an example that is right once its variables are set', () => {
    const text = readFileSync(new URL('../../wecom.example.yaml', import.meta.url), 'utf8')
    const secrets = { JINXIU_SECRET: 's', JINXIU_TOKEN: 't', JINXIU_AES_KEY: AES }
    expect(readWecomFile(text, secrets, FIRST)).toMatchObject({ apps: [{ name: 'jinxiu' }] })
    expect(problemsOf(text)).toHaveLength(3)
  })

  test.each([
    ['a name of another kind', entry({ name: 'Zwei' }), /apps\.0\.name must be small letters/],
    ['the path of the first app', entry({ name: 'app' }), /the name app is taken/],
    ['the path of the AI bot', entry({ name: 'aibot' }), /the name aibot is taken/],
    ['a path that leads elsewhere', entry({ name: '../app' }), /apps\.0\.name/],
    ['the first app again', entry({ corp_id: 'ww1' }), /the app ww1 1000002 is described twice/],
    ['a token with a dash', entry({ token: 'a-b' }), /apps\.0\.token must be 1 to 32 letters/],
    ['a short key', entry({ aes_key: AES.slice(1) }), /apps\.0\.aes_key must be exactly 43/],
    ['half of a previous pair', entry({ previous: { token: 't' } }), /apps\.0\.previous\.aes_key/],
    ['an agent that is no number', entry({ agent_id: 'a' }), /apps\.0\.agent_id must be digits/],
    ['a word nobody knows', entry({ secrett: 's' }), /secrett/],
    ['no secret', entry({ secret: '' }), /apps\.0\.secret/],
  ])('refuses %s', (_what, app, problem) => {
    expect(problemsOf(fileOf(app)).join('\n')).toMatch(problem)
  })

  test('refuses two robots of one company, and two apps with one name', () => {
    const [one, two] = [
      entry({ robot_key: 'a' }),
      entry({ name: 'third', agent_id: 3, robot_key: 'b' }),
    ]
    expect(problemsOf(fileOf(one, two)).join()).toMatch(/ww2 has a robot_key already/)
    expect(problemsOf(fileOf(one, { ...two, name: 'second' })).join()).toMatch(/second is taken/)
    expect(
      readWecomFile(fileOf(one), {}, { ...FIRST, corpId: 'ww2', robotKey: 'x' }),
    ).toHaveProperty('problems')
  })

  test.each([
    ['no YAML', 'apps: [', /line 1: /],
    ['twice the same key', 'apps: []\napps: []', /line 2: /],
    ['a list', '[]', /file /],
    ['nothing', '', /file /],
    ['more apps than a process can serve', fileOf(...Array(51).fill(entry())), /apps/],
    ['a bomb of aliases', `a: &a [1]\napps: [${'*a,'.repeat(200)}]`, /ALIAS/],
  ])('says what is wrong with %s', (_what, text, problem) => {
    expect(problemsOf(text).join('\n')).toMatch(problem)
  })

  test('tells every problem at once, and never a secret', () => {
    const text = fileOf(entry({ secret: 'very-secret', token: 'bad token!', aes_key: 'short-key' }))
    const told = problemsOf(text)
    expect(told).toHaveLength(2)
    expect(told.join()).not.toMatch(/very-secret|bad token!|short-key/)
  })

  test('may describe no further app', () => {
    expect(readWecomFile('apps: []', {}, NONE)).toEqual({ apps: [] })
  })
})
