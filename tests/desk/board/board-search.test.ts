/** Finding tickets by a phone: of very many the newest, whether it stands on the ticket or is the reporter's own. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fitsSearch, phoneHashOf } from '../../../src/desk/board/board-search.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

/** More than one search reads. */
const MANY = 520
const PHONE = '13800138000'

let desk: TicketDesk
beforeAll(async () => {
  desk = await openTicketDesk()
})
afterAll(() => desk.close())

async function found(text: string): Promise<readonly string[]> {
  return await desk.work({ kind: 'system', name: 'test' }, async (work) => {
    const phoneHash = phoneHashOf(work, text) ?? ''
    const fits = await fitsSearch(work, [PROJECT], { text, phoneHash })
    const rows = await work.tx
      .selectFrom('ticket')
      .select('number')
      .where(fits)
      .orderBy('createdAt', 'desc')
      .execute()
    return rows.map(({ number }) => number)
  })
}

/** The oldest first, as they came in. */
async function write(name: string, own: Readonly<Record<string, string>>): Promise<void> {
  const rows = Array.from({ length: MANY }, (_, at) => ({
    ...{ id: `${name}${at}`, corpId: 'corp-1', projectId: PROJECT, number: `${name}-${at}` },
    ...{ kind: 'repair', category: 'water.leak', priority: 'normal', state: 'NEW', channel: 'kf' },
    ...{ place: '', description: '', photoIds: [], createdAt: new Date(desk.now().getTime() + at) },
    ...own,
  }))
  await desk.db.insertInto('ticket').values(rows).execute()
}

test.each(['13800138000', ' 138 0013 8000 '])(
  'the newest by the phone %j on the ticket',
  async (text) => {
    const contactPhoneHash = await desk.work({ kind: 'system', name: 'test' }, async ({ seals }) =>
      seals.hash(PHONE),
    )
    if ((await found(text)).length === 0) await write('T', { contactPhoneHash })
    const numbers = await found(text)
    expect(numbers).toHaveLength(500)
    expect(numbers[0]).toBe(`T-${MANY - 1}`)
    expect(numbers).not.toContain('T-0')
  },
)

test('the newest of whoever reported them', async () => {
  const { personId } = await desk.owner('李女士', '3-2-501')
  const phoneHash = await desk.work({ kind: 'system', name: 'test' }, async ({ seals }) =>
    seals.hash('13900139000'),
  )
  await desk.db
    .updateTable('person')
    .set({ phoneHash })
    .where('id', '=', personId ?? '')
    .execute()
  await write('P', { reporterPersonId: personId ?? '' })
  const numbers = await found('13900139000')
  expect(numbers).toHaveLength(500)
  expect(numbers[0]).toBe(`P-${MANY - 1}`)
})

test.each(['', '1380013800', "'; DROP TABLE ticket; --", '0'.repeat(5000)])(
  'words that are no phone find none of them: %#',
  async (text) => {
    expect(await found(text)).toEqual([])
  },
)
