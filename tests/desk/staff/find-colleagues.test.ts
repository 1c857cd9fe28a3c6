/** Whom people mean by a name, a directory id, or a surname with a title. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findColleagues } from '../../../src/desk/staff/find-colleagues.ts'
import { openTestDatabase, type TestDatabase } from '../../support/database.ts'
import { aStaffMember, PROJECT } from '../../support/desk/staff.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await openTestDatabase()
  for (const name of ['李四', '李雷', '王强', '欧阳锋', 'zhao.liu']) {
    await aStaffMember(database.db, { name, roles: ['technician'] })
  }
  const old = { name: '李离职', roles: ['technician'] as const, leftAt: '2026-01-01T00:00:00Z' }
  await aStaffMember(database.db, old)
  await aStaffMember(database.db, { name: '李外', roles: ['lead'], projectId: 'project-2' })
})
afterAll(() => database.close())

test.each([
  ['李四', ['李四']],
  [' 李 四 ', ['李四']],
  ['李师傅', ['李四', '李雷']],
  ['小李', ['李四', '李雷']],
  ['老王', ['王强']],
  ['王工', ['王强']],
  ['欧阳师傅', ['欧阳锋']],
  ['ZHAO.LIU', ['zhao.liu']],
  ['李离职', []],
  ['李外', []],
  ['李', []],
  ['师傅', []],
  ['小', []],
  ['', []],
  ['赵六', []],
  ['%', []],
  ["' OR 1=1 --", []],
  ['李'.repeat(10_000), []],
])('%s', async (said, names) => {
  const found = await database.db.transaction().execute((tx) => findColleagues(tx, PROJECT, said))
  expect(found.map((member) => member.name).sort()).toEqual([...names].sort())
})
