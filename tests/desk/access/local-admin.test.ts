/** The local administrator's password: made once, kept as a hash, tried a few times only. */
import { randomUUID, scryptSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { adminCommand } from '../../../src/cli/admin.ts'
import type { Database, Tx } from '../../../src/database/open-database.ts'
import {
  firstPassword,
  replacePassword,
  tryPassword,
} from '../../../src/desk/access/local-admin.ts'
import { hashPassword, isPassword } from '../../../src/desk/access/password.ts'
import { readRules } from '../../../src/desk/rules.ts'
import { adminMembers } from '../../../src/desk/staff/local-admin.ts'
import { findStaff } from '../../../src/desk/staff/staff.ts'
import { openTestDatabase } from '../../support/database.ts'
import { handClock } from '../../support/hand-clock.ts'
import { until } from '../../support/until.ts'

const clock = handClock('2026-11-27T10:00:00+08:00')
let db: Database
let close: () => Promise<void>
let rules: Awaited<ReturnType<typeof readRules>>['access']

beforeAll(async () => {
  ;({ db, close } = await openTestDatabase())
  rules = (await readRules()).access
})
beforeEach(async () => {
  await db.deleteFrom('local_admin').execute()
})
afterAll(() => close())

const deps = () => ({ db, clock, newId: randomUUID })
const attempt = (password: string) => tryPassword(deps(), rules, password)
const later = (minutes: number) => clock.set(new Date(clock.now().getTime() + minutes * 60_000))

test('of processes that start at once one gets the password, and nobody ever again', async () => {
  const told = await Promise.all(Array.from({ length: 4 }, () => firstPassword(deps())))
  const passwords = told.filter((one) => one !== null)
  expect(passwords).toHaveLength(1)
  expect(passwords[0]).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/)
  expect(await firstPassword(deps())).toBeNull()
  expect(await attempt(passwords[0] ?? '')).toBe('ok')
})

test('the row holds a salted hash and nothing of the password', async () => {
  const password = (await firstPassword(deps())) ?? ''
  const row = await db.selectFrom('local_admin').selectAll().executeTakeFirstOrThrow()
  expect(row.passwordHash).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/)
  expect(JSON.stringify(row)).not.toContain(password)
  expect(await hashPassword(password)).not.toBe(row.passwordHash)
  const kept = await db.selectFrom('audit_log').select(['action', 'detail']).execute()
  expect(kept.map(({ action }) => action)).toContain('admin.made')
  expect(JSON.stringify(kept)).not.toContain(password)
})

test('what is empty, huge or hostile is no password', async () => {
  const hash = await hashPassword('right-one')
  for (const given of ['', ' ', 'x'.repeat(10_000_000), "' OR 1=1 --", '\u0000', 'right-onE']) {
    expect(await isPassword(given, hash)).toBe(false)
  }
  expect(await isPassword('right-one', hash)).toBe(true)
  expect(await isPassword('right-one', 'scrypt$1$1$1$$')).toBe(false)
  // Made when less computing was asked for, it is still good.
  const salt = Buffer.from('0123456789abcdef')
  const key = scryptSync('right-one', salt, 32, { N: 1024, r: 4, p: 1 }).toString('base64url')
  const earlier = ['scrypt', 1024, 4, 1, salt.toString('base64url'), key].join('$')
  expect(await isPassword('right-one', earlier)).toBe(true)
  expect(await isPassword('wrong-one', earlier)).toBe(false)
})

test('a password that is replaced while it is compared opens nothing', async () => {
  const old = (await firstPassword(deps())) ?? ''
  const trying = attempt(old)
  const row = () => db.selectFrom('local_admin').select('tries').executeTakeFirst()
  await until('the try counts', async () => (await row())?.tries === 1)
  await db.updateTable('local_admin').set({ passwordHash: 'scrypt$another' }).execute()
  expect(await trying).toBe('wrong')
})

test('after so many wrong tries the door is shut for everybody, for a while; the right one sets the count back', async () => {
  const password = (await firstPassword(deps())) ?? ''
  for (let at = 1; at < rules.admin_tries; at++) expect(await attempt('wrong')).toBe('wrong')
  expect(await attempt(password)).toBe('ok')
  for (let at = 0; at < rules.admin_tries; at++) expect(await attempt('wrong')).toBe('wrong')
  expect(await attempt(password)).toBe('locked')
  later(rules.admin_lock_minutes + 1)
  expect(await attempt(password)).toBe('ok')
})

test('tries at one moment do not pass the limit', async () => {
  await firstPassword(deps())
  const tried = await Promise.all(Array.from({ length: 12 }, () => attempt('wrong')))
  expect(tried.filter((one) => one === 'wrong')).toHaveLength(rules.admin_tries)
})

test('a new password by command: the old one, its sessions and a lock are gone; called wrongly it does nothing', async () => {
  const old = (await firstPassword(deps())) ?? ''
  for (let at = 0; at < rules.admin_tries; at++) await attempt('wrong')
  const times = { createdAt: clock.now(), seenAt: clock.now(), expiresAt: clock.now() }
  const session = { id: randomUUID(), tokenHash: 'x', corpId: '', kind: 'admin', holder: 'a' }
  await db
    .insertInto('web_session')
    .values({ ...session, ...times })
    .execute()
  const lines: string[] = []
  const run = (...argv: string[]) =>
    adminCommand({
      argv,
      print: (line) => lines.push(line),
      replace: () => replacePassword(deps()),
      erase: () => Promise.reject(new Error('nobody is to be erased')),
    })
  for (const argv of [[], ['--new-pasword'], ['--new-password=x'], ['delete']]) {
    expect(await run(...argv)).toBe(2)
  }
  expect(await attempt(old)).toBe('locked')
  expect(await run('--new-password')).toBe(0)
  const fresh = lines.at(-1)?.split('：').at(-1) ?? ''
  expect(await attempt(old)).toBe('wrong')
  expect(await attempt(fresh)).toBe('ok')
  expect(await db.selectFrom('web_session').select('id').execute()).toEqual([])
})

test('an administrator is a member of every project, sees no confidential complaint, and is nobody once there is none', async () => {
  const named = { id: 'p-1', corpId: 'corp-1', code: 'YJ', name: '云锦花园' }
  const project = { ...named, createdAt: clock.now() }
  await db.insertInto('project').values(project).execute()
  await firstPassword(deps())
  const inTx = <T>(run: (tx: Tx) => Promise<T>) => db.transaction().execute(run)
  const [admin] = await inTx(adminMembers)
  expect(admin).toMatchObject({ id: 'local-admin-p-1', name: '本地管理员', areas: [] })
  const { seen_by } = (await readRules()).tickets.complaints.confidential
  expect(admin?.roles.filter((role) => seen_by.includes(role))).toEqual([])
  expect(await inTx((tx) => findStaff(tx, 'local-admin-p-1'))).toEqual(admin)
  expect(await inTx((tx) => findStaff(tx, 'local-admin-p-2'))).toBeNull()
  await db.deleteFrom('local_admin').execute()
  expect(await inTx((tx) => findStaff(tx, 'local-admin-p-1'))).toBeNull()
})

test('without an administrator nobody comes in', async () => {
  expect(await attempt('anything')).toBe('locked')
})
