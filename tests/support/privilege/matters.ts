/** Tickets of one room in every state a step may begin from, all in the same hands; each tells the same secret. */
import { randomUUID } from 'node:crypto'
import type { Action } from '../../../src/desk/action.ts'
import { deskActions } from '../../../src/desk/desk.ts'
import { aFirm } from '../desk/contractors.ts'
import { somePrices } from '../desk/prices.ts'
import { PROJECT } from '../desk/staff.ts'
import type { TicketDesk } from '../desk/ticket-desk.ts'
import { type Cast, PHONE, ROOM } from './cast.ts'

/** Part of what the owner wrote: whoever reads it has seen the ticket. */
export const SECRET = '暗号海豚四十七'

interface Made {
  readonly text: string
  readonly steps?: readonly (readonly [string, Readonly<Record<string, unknown>>?])[]
  readonly kind?: string
}

const IN_HAND = [['accept'], ['arrive']] as const
const VISIT = '2026-11-26T09:00/12:00'

const MATTERS = {
  assigned: { text: '厨房水管漏水' },
  accepted: { text: '卧室灯不亮', steps: [['accept']] },
  arrived: { text: '马桶堵了', steps: IN_HAND },
  on_hold: { text: '墙面插座没电', steps: [['accept'], ['hold', { reason: 'waiting_owner' }]] },
  done: { text: '热水器不出热水', steps: [...IN_HAND, ['finish']] },
  quoted: { text: '水龙头坏了', steps: [...IN_HAND, ['offer', { words: '水龙头×1' }]] },
  proposed: { text: '阳台灯坏了', steps: [['accept'], ['propose_visit', { visit: VISIT }]] },
  confirmed: { text: '门禁刷不开', steps: [...IN_HAND, ['finish'], ['fixed']] },
  helped: { text: '空调不制冷', steps: [['accept'], ['call_in', { colleague: '李军' }]] },
  given: {
    text: '电梯门关不上',
    steps: [['accept'], ['give', { contractor: '通力电梯', reason: '远' }]],
  },
  finishable: {
    text: '楼道墙皮脱落',
    steps: [['accept'], ['give', { contractor: '通力电梯', reason: '远' }]],
  },
  complaint: { text: '保洁三天没来', kind: 'complaint' },
} satisfies Readonly<Record<string, Made>>

export type Matter = keyof typeof MATTERS

/** By the names of the states: numbers and ids. */
export type Matters = Readonly<Record<Matter, { readonly number: string; readonly id: string }>> & {
  readonly problemId: string
  readonly noticeId: string
  readonly swapId: string
  readonly proposalId: string
  readonly helperId: string
}

export async function openMatters(desk: TicketDesk, cast: Cast): Promise<Matters> {
  await somePrices(desk.db)
  // A building that no notice for the third is about.
  await desk.owner('chat-far', '5-1-101')
  await aFirm(desk, { name: '通力电梯' })
  const made: [string, { number: string; id: string }][] = []
  for (const [name, matter] of Object.entries<Made>(MATTERS)) {
    made.push([name, await openMatter(desk, cast, matter)])
  }
  const others = {
    problemId: await openProblem(desk),
    noticeId: await planNotice(desk, cast),
    swapId: await askForSwap(desk, cast),
    proposalId: await onlyRow(desk, 'visit_proposal'),
    helperId: await onlyRow(desk, 'ticket_helper'),
  }
  return { ...Object.fromEntries(made), ...others } as Matters
}

async function openProblem({ db, now }: TicketDesk): Promise<string> {
  const id = randomUUID()
  const where = { corpId: 'corp-1', projectId: PROJECT, key: 'leaf/place' }
  const { category } = await db.selectFrom('ticket').select('category').executeTakeFirstOrThrow()
  const row = {
    ...where,
    id,
    category,
    place: SECRET,
    windowDays: 30,
    state: 'open',
    openedAt: now(),
  }
  await db.insertInto('problem').values(row).execute()
  return id
}

async function onlyRow({ db }: TicketDesk, table: 'visit_proposal' | 'ticket_helper') {
  return (await db.selectFrom(table).select('id').executeTakeFirstOrThrow()).id
}

/** For the steward's building, so that nobody has to agree to it. */
async function planNotice(desk: TicketDesk, { agent }: Cast): Promise<string> {
  const wish = { kind: 'water_stop', title: SECRET, text: '3栋停水', audience: '3栋' }
  const input = { ...wish, when: VISIT, send: '' }
  const { outcome } = await desk.work(agent, (work) =>
    deskAction('notices.create').run(work, input),
  )
  if (outcome !== 'scheduled') throw new Error(`the notice was ${outcome}`)
  return (await desk.db.selectFrom('notice').select('id').executeTakeFirstOrThrow()).id
}

async function askForSwap({ db, now }: TicketDesk, cast: Cast): Promise<string> {
  const id = randomUUID()
  const people = { fromStaffId: cast.holder.staffId, toStaffId: cast.technician.staffId }
  const when = {
    startAt: new Date('2026-12-01T01:00:00Z'),
    endAt: new Date('2026-12-01T09:00:00Z'),
  }
  const asked = { askedById: cast.holder.staffId, state: 'REQUESTED', createdAt: now() }
  await db
    .insertInto('roster_swap')
    .values({ id, corpId: 'corp-1', projectId: PROJECT, ...people, ...when, ...asked })
    .execute()
  return id
}

/** @throws Error when the desk offers none of this name */
export function deskAction(name: string): Action {
  const action = deskActions.get(name)
  if (!action) throw new Error(`no action ${name}`)
  return action
}

/** Of the steps that are none of the tickets' own. */
const FOLDERS: Readonly<Record<string, string>> = {
  offer: 'quotes',
  fixed: 'surveys',
  give: 'contractors',
}

async function openMatter(desk: TicketDesk, cast: Cast, { text, steps = [], kind }: Made) {
  const report = { text: `${text}，${SECRET}`, room: ROOM, phone: PHONE, same: 'apart', kind }
  const { outcome, result } = await desk.act(cast.owner, 'tickets.create', report)
  if (outcome !== 'ok') throw new Error(`${text} was ${outcome}`)
  const number = String(result['number'])
  if (kind !== 'complaint') await give(desk, cast, number)
  for (const [step, more = {}] of steps) {
    const who = step === 'fixed' ? cast.owner : cast.holder
    const done = await desk.act(who, `${FOLDERS[step] ?? 'tickets'}.${step}`, { number, ...more })
    if (done.outcome !== 'ok') throw new Error(`${text}: ${step} was ${done.outcome}`)
  }
  return { number, id: (await desk.ticket(number)).id }
}

async function give(desk: TicketDesk, { manager, holder }: Cast, number: string): Promise<void> {
  if ((await desk.ticket(number)).assigneeId === holder.staffId) return
  const answer = await desk.act(manager, 'tickets.assign', {
    number,
    colleague: '王强',
    reason: randomUUID(),
  })
  if (answer.outcome !== 'ok') throw new Error(`${number} was not given: ${answer.outcome}`)
}
