/** Histories nobody thought of, made by the desk itself: the views agree with a plain count over the rows. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keepCategoryNodes } from '../../../src/desk/figures/category-nodes.ts'
import { figuresOfMonth } from '../../../src/desk/figures/figures.ts'
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { type Random, seededRandom } from './random-rows.ts'
import { recomputed } from './recomputed.ts'

const SEED = 20_261_126
const STEPS = 110
const TEXTS = ['厨房水管漏水', '龙头坏了', '插座没电', '家里跳闸了', '爆管了一直喷水', '下水堵了']
const ROOMS = ['1-1-101', '1-1-102', '2-1-201', '2-1-202']

/** Most steps fit, so that histories get somewhere. */
const NEXT: Readonly<Record<string, string>> = {
  ACCEPTED: 'arrive',
  ARRIVED: 'finish',
  IN_PROGRESS: 'finish',
  ON_HOLD: 'resume',
}

let desk: TicketDesk
let owner: OwnerActor
const staff: StaffActor[] = []
const numbers: string[] = []

beforeAll(async () => {
  desk = await openTicketDesk()
  await keepCategoryNodes(desk.db, desk.rules.categories)
  owner = await desk.owner('业主', ...ROOMS)
  const shift = { from: '2026-11-23T00:00:00+08:00', to: '2027-01-31T00:00:00+08:00' }
  for (const name of ['王强', '李明', '赵刚']) staff.push(await desk.technician(name, { shift }))
  for (const [at, id] of ['team-a', 'team-b'].entries()) {
    await desk.db.insertInto('team').values({ id, projectId: PROJECT, name: id }).execute()
    const member = staff[at]?.staffId ?? ''
    await desk.db.updateTable('staff').set({ teamId: id }).where('id', '=', member).execute()
  }
})
afterAll(() => desk.close())

test(`the views say what a plain count says`, async () => {
  const random = seededRandom(SEED)
  for (let step = 0; step < STEPS; step++) await somethingHappens(random)
  // A danger closed by force is counted among no scores.
  const forced = numbers[0] ?? ''
  await desk.db
    .updateTable('ticket')
    .set({ closeCode: 'forced', state: 'CLOSED' })
    .where('number', '=', forced)
    .execute()
  const measures = new Set<string>()
  for (const month of ['2026-11', '2026-12']) {
    const viewed = await figuresOfMonth(desk.db, PROJECT, month)
    for (const { measure } of viewed) measures.add(measure)
    const shown = Object.fromEntries(
      viewed.map((one) => [
        `${one.measure} ${one.dimension} ${one.key}`,
        `${one.numerator}/${one.denominator} of ${one.total}, ${one.scoreSum ?? 0}`,
      ]),
    )
    expect(shown).toEqual(await recomputed(desk.db, desk.rules.categories, PROJECT, month))
  }
  for (const measure of [
    'accept',
    'arrive',
    'resolve',
    'finished',
    'day_fix',
    'reopen',
    'first_fix',
  ]) {
    expect([...measures]).toContain(measure)
  }
}, 240_000)

/** What people do, some of it refused: a refusal changes nothing. */
async function somethingHappens(random: Random): Promise<void> {
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  const luck = random()
  if (numbers.length === 0 || luck < 0.15) {
    const [text, room] = [pick(TEXTS), pick(ROOMS)]
    const made = await desk.act(owner, 'tickets.create', { text, room, phone: '13800138000' })
    if (made.outcome === 'ok') numbers.push(String(made.result['number']))
    return
  }
  const number = pick(numbers)
  if (luck < 0.7) {
    const { assigneeId, state } = await desk.ticket(number)
    const next = NEXT[state] ?? 'accept'
    const step = random() < 0.75 ? next : pick(['hold', 'return_job', 'finish'])
    const holder = staff.find((one) => one.staffId === assigneeId) ?? pick(staff)
    const reason = { hold: 'waiting_owner', return_job: 'too_busy' }[step]
    await desk.act(holder, `tickets.${step}`, { number, ...(reason ? { reason } : {}) })
    return
  }
  if (luck < 0.92) return await ownerActs(number, random)
  await desk.advance(Math.floor(random() * 20 * 60))
}

async function ownerActs(number: string, random: Random): Promise<void> {
  const luck = random()
  if (luck < 0.3) await desk.act(owner, 'surveys.not_fixed', { number, text: '还是坏的' })
  else if (luck < 0.6) await desk.act(owner, 'surveys.fixed', { number })
  else if (luck < 0.9) {
    await desk.act(owner, 'surveys.save', { number, score: 1 + Math.floor(random() * 5) })
  } else await desk.act(owner, 'tickets.withdraw', { number })
}
