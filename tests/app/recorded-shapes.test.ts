/**
 * The whole desk as with real companies: two apps of one company and one of another, on a stand-in that knows only
 * what wecom.md records. What the desk sends must be written there, and what is written there must be understood.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decrypt } from '@wecom/crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type App, startApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { seedClocks } from '../../src/desk/clocks/seed-clocks.ts'
import { openLog } from '../../src/log.ts'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'
import { aBinding, aPerson, aProject } from '../support/desk/people.ts'
import { aStaffMember, type Someone } from '../support/desk/staff.ts'
import { workOn } from '../support/desk/work.ts'
import {
  RECORDED_CALLBACKS,
  RECORDED_ENTRIES,
  type RecordedApp,
  type RecordedPlatform,
  startRecordedPlatform,
} from '../support/recorded-platform.ts'
import { recordingNotifier } from '../support/recording-notifier.ts'
import { until } from '../support/until.ts'

const FIRST: RecordedApp = {
  ...{ path: '/wecom/app/callback', corpId: 'corp-1', agentId: '1000002', secret: 'secret-1' },
  ...{ token: 'tokenOne', aesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' },
  accounts: ['kf-project-1'],
}
const SECOND: RecordedApp = {
  ...{ path: '/wecom/second/callback', corpId: 'corp-1', agentId: '1000003', secret: 'secret-2' },
  ...{ token: 'tokenTwo', aesKey: 'kWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' },
  accounts: ['kf-second'],
}
/** The same agent id as the first, in another company. */
const OTHER: RecordedApp = {
  ...{ path: '/wecom/other/callback', corpId: 'corp-2', agentId: '1000002', secret: 'secret-3' },
  ...{ token: 'tokenThree', aesKey: 'lWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C' },
  accounts: ['kf-other'],
}
/** Somebody of that name works for each company. */
const LI_SI: Someone = {
  name: 'lisi',
  roles: ['technician', 'dispatcher'],
  skills: ['plumbing_power'],
}
const APPS = [FIRST, SECOND, OTHER]
const SEND = '/cgi-bin/kf/send_msg'
const PATIENCE_MS = 60_000

let database: TestDatabase
let platform: RecordedPlatform
let app: App
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'guanjia-recorded-'))
  database = await openTestDatabase()
  platform = await startRecordedPlatform(APPS)
  const { db } = database
  await aProject(db)
  await aProject(db, 'project-2', 'corp-2')
  const doWork = await workOn(db, recordingNotifier())
  await doWork(new Date(), (work) => seedClocks(work, 'project-1'))
  await aStaffMember(db, LI_SI)
  await aStaffMember(db, { ...LI_SI, corpId: 'corp-2', projectId: 'project-2' })
  const personId = await aPerson(db, { name: '王芳', room: '3-2-501' })
  await aBinding(db, { user: 'wm-wang-fang', personId, room: '3-2-501' })
  for (const { corpId, accounts } of APPS) await serve(corpId, accounts[0] ?? '')
  app = await startApp(configOf(database.url), openLog('silent'))
})

afterAll(async () => {
  await app?.stop()
  await platform?.close()
  await database?.close()
  rmSync(folder, { recursive: true, force: true })
})

function configOf(databaseUrl: string) {
  const file = join(folder, 'wecom.yaml')
  writeFileSync(file, wecomFile())
  return readConfig({
    ...{ DATABASE_URL: databaseUrl, DATA_KEY: '07'.repeat(32), DATA_DIR: folder, PORT: '0' },
    ...{ WECOM_API_BASE: platform.baseUrl, WECOM_CORP_ID: FIRST.corpId },
    ...{ WECOM_APP_AGENT_ID: FIRST.agentId, WECOM_APP_SECRET: FIRST.secret },
    ...{
      WECOM_APP_TOKEN: FIRST.token,
      WECOM_APP_AES_KEY: FIRST.aesKey,
      WECOM_ROBOT_KEY: 'robot-1',
    },
    ...{ WECOM_FILE: file, OTHER_SECRET: OTHER.secret },
  })
}

function wecomFile(): string {
  const entry = (name: string, { corpId, agentId, secret, token, aesKey }: RecordedApp) =>
    `  - { name: ${name}, corp_id: ${corpId}, agent_id: ${agentId}, secret: "${secret}", token: ${token}, aes_key: ${aesKey} }\n`
  const secret = `$\{OTHER_SECRET}`
  return `apps:\n${entry('second', SECOND)}${entry('other', { ...OTHER, secret })}`
}

async function serve(corpId: string, openKfId: string): Promise<void> {
  const projectId = corpId === 'corp-1' ? 'project-1' : 'project-2'
  await database.db
    .insertInto('kf_account')
    .values({ corpId, openKfId, projectId, createdAt: new Date() })
    .execute()
}

/** Somebody writes, and the platform pings. */
async function write(to: RecordedApp, user: string, text: string): Promise<void> {
  const entry = { origin: 3, msgtype: 'text', text: { content: text } }
  platform.write(to.accounts[0] ?? '', user, [{ heard: 'answer', entry }])
  expect(await platform.deliver(to, app.port, 'kf_msg_or_event')).toMatchObject({ status: 200 })
}

const sentTo = (from: RecordedApp, user: string) =>
  platform.sent(from, SEND).filter((body) => body['touser'] === user)

describe('on the recorded platform', { timeout: 2 * PATIENCE_MS }, () => {
  test('every account is answered by the app it is granted to, with the token of that app', async () => {
    for (const [index, one] of APPS.entries()) await write(one, `wm-${index}`, '你好')
    for (const [index, one] of APPS.entries()) {
      const answer = await until(
        `wm-${index} is answered`,
        () => {
          const [first] = sentTo(one, `wm-${index}`)
          return first
        },
        PATIENCE_MS,
      )
      expect(answer).toMatchObject({ open_kfid: one.accounts[0] })
      for (const another of APPS) {
        if (another !== one) expect(sentTo(another, `wm-${index}`)).toEqual([])
      }
    }
  })

  test('all that people can send on a customer-service account is answered or counted', async () => {
    const account = SECOND.accounts[0] ?? ''
    for (const [index, entry] of RECORDED_ENTRIES.entries()) {
      platform.write(account, `wm-kind-${index}`, [entry])
    }
    await write(SECOND, 'wm-last', '你好')
    const expected = RECORDED_ENTRIES.flatMap(({ heard, entry }, index) =>
      heard === 'answer' && entry['msgtype'] !== 'event' ? [`wm-kind-${index}`] : [],
    )
    await until(
      'everybody is answered',
      () => [...expected, 'wm-last'].every((user) => sentTo(SECOND, user).length > 0),
      PATIENCE_MS,
    )
    const welcomes = platform.sent(SECOND, '/cgi-bin/kf/send_msg_on_event')
    expect(welcomes.map((body) => body['code'])).toEqual(['WC'])
    for (const [index, { heard }] of RECORDED_ENTRIES.entries()) {
      if (heard === 'nothing') expect(sentTo(SECOND, `wm-kind-${index}`)).toEqual([])
    }
  })

  test.each(RECORDED_CALLBACKS)('a callback %s is taken by every app', async (name) => {
    for (const one of APPS) {
      const answered = await platform.deliver(one, app.port, name, { text: '今日未完成工单' })
      expect(answered.status).toBe(200)
    }
  })

  test('equal message ids of two companies are two messages', async () => {
    const values = { id: '998877', text: '今日未完成工单', user: 'lisi' }
    for (const one of [FIRST, OTHER, FIRST]) await platform.deliver(one, app.port, 'text', values)
    const rows = await until('both are kept', async () => {
      const found = await database.db
        .selectFrom('inbox_item')
        .select('conversationId')
        .where('conversationId', 'like', '%/lisi')
        .where('kind', '=', 'text')
        .execute()
      const of = (corp: string) => found.filter((row) => row.conversationId.includes(corp))
      return of('corp-2').length >= 2 && { one: of('corp-1').length, two: of('corp-2').length }
    })
    // One each by the callbacks above as well.
    expect(rows).toEqual({ one: 3, two: 2 })
  })

  test('a burst pipe reaches the technician of its company, whose tap is greyed and takes the job', async () => {
    await write(FIRST, 'wm-wang-fang', '厨房水管爆了，水漫出来了，快来人')
    const card = await until(
      'the offer is shown',
      () =>
        platform
          .sent(FIRST, '/cgi-bin/message/send')
          .map((body) => body['template_card'] as Card | undefined)
          .find((shown) => shown?.button_list?.some(({ text }) => text === '接单')),
      PATIENCE_MS,
    )
    const key = card.button_list?.find(({ text }) => text === '接单')?.key ?? ''
    const values = { task: card.task_id, key, user: 'lisi' }
    const tapped = await platform.deliver(FIRST, app.port, 'template_card_event', values)
    expect(openReply(tapped.body.toString('utf8'), FIRST)).toMatch(
      /<MsgType><!\[CDATA\[update_button]]><\/MsgType>.*<ReplaceName>/s,
    )
    const accepted = await until('the job is taken', () =>
      database.db
        .selectFrom('ticket')
        .innerJoin('staff', 'staff.id', 'ticket.assigneeId')
        .select(['staff.userId', 'staff.corpId'])
        .executeTakeFirst(),
    )
    expect(accepted).toEqual({ userId: 'lisi', corpId: 'corp-1' })
  })

  test('the health of the line names every app, its last callback and its token, and no secret', async () => {
    const response = await fetch(`http://127.0.0.1:${app.port}/health/wecom`)
    const text = await response.text()
    const { apps, accounts, queue } = JSON.parse(text)
    const shown = apps.map((one: { app: string }) => one.app)
    expect(shown).toEqual(['app', 'second', 'other'])
    for (const one of apps) {
      expect(one).toMatchObject({
        lastCallbackAt: expect.any(String),
        token: { ageSeconds: expect.any(Number), goodUntil: expect.any(String) },
      })
    }
    expect(accounts).toMatchObject({ count: 3, neverPulled: 0, lastPullAt: expect.any(String) })
    expect(queue).toMatchObject({ turns: expect.any(Number), sends: expect.any(Number) })
    for (const { secret, token, aesKey, corpId } of APPS) {
      for (const hidden of [secret, token, aesKey, corpId]) expect(text).not.toContain(hidden)
    }
  })

  test('nothing was sent that is written nowhere', () => {
    expect(platform.wrong).toEqual([])
  })
})

interface Card {
  readonly task_id: string
  readonly button_list?: readonly { readonly text: string; readonly key: string }[]
}

function openReply(envelope: string, { aesKey }: RecordedApp): string {
  const [, encrypted = ''] = /<Encrypt><!\[CDATA\[(.*?)]]><\/Encrypt>/s.exec(envelope) ?? []
  return decrypt(aesKey, encrypted).message
}
