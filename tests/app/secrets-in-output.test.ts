import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Fault } from '../../src/sandbox/platform/faults.ts'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'

const DATA_KEY = createHash('sha256').update('a key nobody may read').digest('hex')
const PHONE = '13912345678'
/** Of services that are configured and never answer. */
const OTHERS = {
  PAY_LINK_URL: 'http://127.0.0.1:9/pay',
  PAY_LINK_TOKEN: 'pay-token-nobody-may-read',
  UNDERSTANDER_URL: 'http://127.0.0.1:9/v1',
  UNDERSTANDER_KEY: 'model-key-nobody-may-read',
  UNDERSTANDER_MODEL: 'none',
}
/** What a platform, or the line to it, does wrong with two calls each. */
const TROUBLES: readonly Fault[] = [
  { on: 'call', effect: 'kill-token', count: 1 },
  { on: 'call', effect: 'errcode', value: 40014, count: 2 },
  { on: 'call', effect: 'errcode', value: 40058, count: 1, path: '/cgi-bin/kf/send_msg' },
  { on: 'call', effect: 'errcode', value: -1, count: 2 },
  { on: 'call', effect: 'status', value: 500, count: 2 },
  { on: 'call', effect: 'garbled', count: 2 },
  { on: 'call', effect: 'drop', count: 2 },
  { on: 'call', effect: 'drop-after', count: 1, path: '/cgi-bin/kf/send_msg' },
]

test(
  'a desk that writes down all it can writes nothing secret, whatever the platform does to it',
  PATIENCE,
  () =>
    withDesk(
      { redisUrl: null, rules: NO_BURSTS, env: { LOG_LEVEL: 'trace', DATA_KEY, ...OTHERS } },
      async (desk) => {
        const process = await desk.start()
        const tokens = new Set<string>()
        await desk.says('li-na', '厨房水管漏水，尽快')
        await desk.idle()
        for (const trouble of TROUBLES) {
          for (const token of await tokensOf(desk)) tokens.add(token)
          await desk.disturb(trouble)
          await desk.says('zhang-wei', `我的电话${PHONE}`)
          await desk.idle()
        }
        await knockWithout(
          await process.open(),
          '/wecom/app/callback?msg_signature=0&timestamp=1&nonce=2',
        )
        const { PAY_LINK_TOKEN, UNDERSTANDER_KEY } = OTHERS
        const secrets = [
          DATA_KEY,
          PHONE,
          PAY_LINK_TOKEN,
          UNDERSTANDER_KEY,
          ...tokens,
          ...secretsOf(desk),
        ]
        process.signal('SIGTERM')
        await process.ended

        const written = process.lines.join('\n')
        expect(tokens.size).toBeGreaterThan(1)
        for (const code of ['40014', '40058']) expect(written).toContain(code)
        for (const secret of secrets) expect(written).not.toContain(secret)
      },
    ),
)

async function tokensOf(desk: TestDesk): Promise<string[]> {
  const rows = await desk.db.selectFrom('token_cache').select('token').execute()
  return rows.flatMap(({ token }) => (token ? [token] : []))
}

function secretsOf(desk: TestDesk): string[] {
  const { apps, robots } = desk.platform().corp
  const ofApps = apps.flatMap(({ secret, token, aesKey }) => [secret, token, aesKey])
  return [...ofApps, ...robots.map(({ key }) => key)]
}

/** Somebody who knows no token at the door. */
async function knockWithout(address: string, path: string): Promise<void> {
  await fetch(`${address}${path}`, { method: 'POST', body: '<xml><Encrypt>AAAA</Encrypt></xml>' })
}
