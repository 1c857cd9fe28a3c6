/** All that a desk puts out while hostile words and secrets go through it: log, health, errors, commands, a backup and a report. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { NO_BURSTS } from '../support/app/changed-copy.ts'
import type { TestDesk } from '../support/app/desk-on-database.ts'
import type { DeskProcess } from '../support/app/desk-process.ts'
import { PATIENCE, withDesk } from '../support/app/test-desk.ts'
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts'
import { type PageVisitor, pageVisitor } from '../support/page-visitor.ts'
import { S3_BUCKET, S3_KEYS, startS3Server } from '../support/s3-server.ts'

const OWN = { 'sec-fetch-site': 'same-origin' }
const BOT_SECRET = 'bot-secret-nobody-may-read'
/** Long enough to be nobody else's words. */
const TELLING = 12
const WORDS = HOSTILE_TEXTS.filter(({ kind }) => kind !== 'long')
  .map(({ text }) => text)
  .filter((text) => text.trim().length >= TELLING)

test(
  'neither an owner’s words nor a key stands in anything a desk puts out',
  PATIENCE,
  async () => {
    const store = await startS3Server()
    const s3 = {
      ...{ S3_ENDPOINT: store.endpoint, S3_BUCKET, S3_PATH_STYLE: 'on' },
      S3_ACCESS_KEY_ID: S3_KEYS.accessKeyId,
      S3_SECRET_ACCESS_KEY: S3_KEYS.secretAccessKey,
    }
    const bot = {
      ...{ WECOM_AIBOT_ID: 'aib1', WECOM_AIBOT_SECRET: BOT_SECRET },
      WECOM_AIBOT_WS: 'ws://127.0.0.1:9',
    }
    const env = { LOG_LEVEL: 'trace', ...s3, ...bot }
    await withDesk({ redisUrl: null, rules: NO_BURSTS, env }, async (desk) => {
      const process = await desk.start()
      const url = await process.open()
      await speak(desk)
      const browser = pageVisitor()
      const password = passwordOf(process)
      const links = await look(desk, { url, browser, password })
      const shown = [await outside(url), ...(await commands(desk))]
      // The store goes away, and what is asked of it fails.
      await store.close()
      await desk.photographs('li-na')
      await desk.idle()
      process.signal('SIGTERM')
      await process.ended
      // Told once on purpose, to whoever starts the desk for the first time.
      const lines = process.lines.filter((line) => !line.includes('本地管理员密码'))
      const written = [...lines, ...shown].join('\n')

      const session = /guanjia_staff=([^;]+)/.exec(browser.cookiesFor(url))?.[1] ?? ''
      const database = new URL(inject('serverUrl')).password
      const secrets = { session, password, database, bot: BOT_SECRET, s3: S3_KEYS.secretAccessKey }
      for (const [name, secret] of Object.entries(secrets)) {
        expect([name, secret.length > 8]).toEqual([name, true])
        expect([name, written.includes(secret)]).toEqual([name, false])
      }
      expect(links.length).toBeGreaterThan(0)
      for (const link of links) expect(written.includes(link)).toBe(false)
      expect(heardIn(lines)).toEqual([])
    })
  },
)

/** As owners write them; one after another, so that nothing is asked twice. */
async function speak(desk: TestDesk): Promise<void> {
  for (const text of WORDS) await desk.says('zhang-wei', text)
  await desk.idle()
  for (const words of ['厨房水管漏水，明天上午在家', '没有', '提交']) {
    await desk.says('li-na', words)
    await desk.idle()
  }
  await desk.photographs('li-na')
  await desk.idle()
}

function passwordOf({ lines }: DeskProcess): string {
  return (
    lines
      .find((line) => line.includes('本地管理员密码'))
      ?.split('：')
      .at(-1)
      ?.trim() ?? ''
  )
}

interface Looking {
  readonly url: string
  readonly browser: PageVisitor
  readonly password: string
}

/** Logs in, searches and logs calls with hostile words, opens links right and wrong; the tokens of the links. */
async function look(desk: TestDesk, { url, browser, password }: Looking): Promise<string[]> {
  const post = (path: string, fields: Readonly<Record<string, string>>) =>
    browser.step(`${url}${path}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: OWN,
    })
  await post('/login/admin', { password })
  await browser.open(`${url}/console`)
  for (const text of WORDS) await post('/console/search', { q: text })
  for (const text of WORDS.slice(0, 40)) {
    await post('/console/calls', { key: text.slice(0, 20), text, name: text, place: text })
    await browser.open(`${url}/console/tickets/${encodeURIComponent(text.replace(/\p{Cs}/gu, ''))}`)
  }
  const phones = await Promise.all(
    ['li-jun', 'wang-qiang'].map((id) => desk.platform().read({ kind: 'members', id })),
  )
  const tokens = phones.flat().flatMap(({ card }) => card?.url?.match(/\/t\/([\w.-]+)/)?.[1] ?? [])
  for (const token of tokens) {
    for (const path of [`/t/${token}`, `/o/${token}`, `/m/${token}`, `/t/${token}x`]) {
      await browser.open(`${url}${path}`)
    }
  }
  return tokens
}

/** What anybody reads who asks how the desk is, or asks wrongly. */
async function outside(url: string): Promise<string> {
  const paths = ['/healthz', '/readyz', '/health/wecom', '/health/work', '/nowhere', '/t/x', '/o/x']
  const answers = await Promise.all(paths.map((path) => fetch(`${url}${path}`)))
  const all = await Promise.all(
    answers.map(async (one) => [...one.headers, await one.text()].join('\n')),
  )
  return all.join('\n')
}

/** What commands print beside a running desk, and the files they write. */
async function commands(desk: TestDesk): Promise<string[]> {
  const out = join(desk.dataDir, 'out')
  const printed = [
    await desk.command('backup', join(desk.dataDir, 'desk.zip'), '--without-key'),
    await desk.command('report', '--month', '2026-11', '--out', out),
  ]
  const files = readdirSync(out).map((name) => readFileSync(join(out, name), 'latin1'))
  const refused = await desk.command('restore', join(desk.dataDir, 'desk.zip')).catch(String)
  return [...printed, ...files, refused]
}

/** The texts that stand in a line of the log, as they are or as JSON writes them. */
function heardIn(lines: readonly string[]): readonly string[] {
  const all = lines.join('\n')
  return WORDS.filter(
    (text) => all.includes(text.trim()) || all.includes(JSON.stringify(text.trim()).slice(1, -1)),
  )
}
