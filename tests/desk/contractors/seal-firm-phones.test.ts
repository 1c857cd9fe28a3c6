/** What an earlier release kept in the clear is sealed at a start, once, whatever it was. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sealFirmPhones } from '../../../src/desk/contractors/seal-firm-phones.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { testSeals } from '../../support/seals.ts'

const PHONES = ['0571-88001234', '13800138000', '', '0571-88001234转2', "'; DROP TABLE task; --"]

let desk: TicketDesk
beforeAll(async () => {
  desk = await openTicketDesk()
  const at = { projectId: PROJECT, createdAt: new Date(0) }
  const firms = PHONES.map((phone, n) => ({ ...at, id: `f${n}`, name: `单位${n}`, phone }))
  await desk.db
    .insertInto('contractor')
    .values([...firms, { ...at, id: 'none', name: '无电话', phone: null }])
    .execute()
  const task = { ...at, corpId: 'corp-1', role: 'agent', dueAt: new Date(0) }
  await desk.db
    .insertInto('task')
    .values([
      ...PHONES.map((phone, n) => ({
        ...{ ...task, id: `t${n}`, key: `call-${n}`, kind: 'call-contractor' },
        ...{ state: n === 0 ? 'done' : 'open', values: JSON.stringify({ firm: '单位', phone }) },
      })),
      {
        ...{ ...task, id: 'other', key: 'other', kind: 'recovery', state: 'open' },
        values: JSON.stringify({ phone: '尾号8000' }),
      },
    ])
    .execute()
})
afterAll(() => desk.close())

test('two starts at once seal each number once, and a later one finds nothing', async () => {
  const counts = await Promise.all([1, 2].map(() => sealFirmPhones(desk.db, testSeals)))
  expect(counts.toSorted((a, b) => a - b)).toEqual([0, 2 * PHONES.length])
  expect(await sealFirmPhones(desk.db, testSeals)).toBe(0)
})

test('the numbers are there for who may read them, and nowhere in the clear', async () => {
  const firms = await desk.db.selectFrom('contractor').selectAll().orderBy('id').execute()
  expect(firms.map(({ phone }) => phone)).toEqual(firms.map(() => null))
  expect(
    firms.map(({ phoneEnc }) => (phoneEnc === null ? '' : testSeals.open(phoneEnc))).sort(),
  ).toEqual([...PHONES, ''].sort())
  expect(firms[0]).toMatchObject({
    phoneLast4: '1234',
    phoneHash: testSeals.hash('0571-88001234'),
  })
  const tasks = await desk.db.selectFrom('task').select(['id', 'values']).orderBy('id').execute()
  const calls = tasks.filter(({ id }) => id !== 'other')
  const opened = calls.map(({ values }) => {
    const { phone_enc } = values as { phone_enc: string }
    return phone_enc && testSeals.open(phone_enc)
  })
  expect(opened).toEqual(PHONES)
  expect(calls.every(({ values }) => !Object.hasOwn(values as object, 'phone'))).toBe(true)
  expect(tasks.find(({ id }) => id === 'other')?.values).toEqual({ phone: '尾号8000' })
  expect(JSON.stringify([firms, tasks])).not.toMatch(/88001234|13800138000|DROP TABLE/)
})
