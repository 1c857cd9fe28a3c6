/** Lives nobody thought of: whatever is done to tickets, allowed or not, each row is what its log alone says. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor, OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { rowAndLog } from '../../support/desk/rebuilt.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { type Seeded, seeded } from '../clocks/seeded.ts'

const SEEDS = [20_261_127, 7]
const STEPS = 100
const TEXTS = ['厨房水管漏水', '插座没电', '家里跳闸了', '爆管了一直喷水', '门铃不响']
const ROOMS = ['1-1-101', '1-1-102', '2-1-201']
const SHIFT = { from: '2026-11-23T00:00:00+08:00', to: '2027-03-31T00:00:00+08:00' }

let desk: TicketDesk
let owners: readonly OwnerActor[]
let workers: readonly StaffActor[]
let boss: StaffActor
const numbers: string[] = []
/** Over all seeds. */
const acts = new Set<string>()
const outcomes = new Set<string>()

beforeAll(async () => {
  desk = await openTicketDesk()
  owners = [await desk.owner('张三', ...ROOMS), await desk.owner('李四', ...ROOMS)]
  workers = [
    await desk.technician('王强', { shift: SHIFT }),
    await desk.technician('李明', { shift: SHIFT }),
  ]
  boss = await desk.staff('经理', 'manager', { shift: SHIFT })
})
afterAll(() => desk.close())

interface Turn {
  readonly random: Seeded
  readonly number: string
  readonly other: string
  readonly owner: OwnerActor
  /** Mostly whoever has it. */
  readonly worker: StaffActor
}

type Act = (turn: Turn) => Promise<{ readonly outcome: string } | undefined>

const by =
  (who: (turn: Turn) => Actor, action: string, input: object = {}): Act =>
  (turn) =>
    desk.act(who(turn), action, { number: turn.number, ...input })
const owner = (action: string, input?: object) => by((turn) => turn.owner, action, input)
const worker = (action: string, input?: object) => by((turn) => turn.worker, action, input)
const manager = (action: string, input?: object) => by(() => boss, action, input)

/** Everything that can be done to a ticket; most of it does not fit most of the time, and then changes nothing. */
const ACTS: Readonly<Record<string, Act>> = {
  accept: worker('tickets.accept'),
  arrive: worker('tickets.arrive'),
  start: worker('tickets.start'),
  hold: worker('tickets.hold', { reason: 'waiting_parts' }),
  resume: worker('tickets.resume'),
  finish: worker('tickets.finish', { note: '换了阀芯' }),
  propose: worker('tickets.propose_visit', { visit: '2026-12-02T09:00/11:00' }),
  return: worker('tickets.return_job', { reason: 'too_busy' }),
  transfer: worker('tickets.transfer', { colleague: '李明', reason: 'too_busy' }),
  cancel: worker('tickets.cancel', { reason: '业主不修了' }),
  assign: manager('tickets.assign', { colleague: '王强' }),
  close: manager('tickets.force_close', { reason: 'other', words: '已由厂家处理' }),
  called: manager('surveys.called', { result: 'not_fixed', reason: '还漏' }),
  nudge: owner('tickets.nudge'),
  note: owner('tickets.add_note', { text: '水更大了', photos: ['p'] }),
  withdraw: owner('tickets.withdraw', { reason: '好了' }),
  fixed: owner('surveys.fixed'),
  rate: owner('surveys.save', { score: 4 }),
  reopen: owner('tickets.reopen', { text: '又漏了' }),
  notFixed: owner('surveys.not_fixed', { text: '没修好' }),
  takeOver: ({ number }) => desk.tap(boss, number, 'take_over'),
  callIn: ({ number }) => desk.act(boss, 'tickets.call_in', { words: `叫人 ${number} 李明 电工` }),
  helpComes: ({ worker: who, number }) =>
    desk.act(who, 'tickets.answer_call', { answer: 'accept', words: number }),
  helpGoes: ({ worker: who, number, random }) =>
    desk.act(who, 'tickets.answer_call', {
      answer: random.chance(0.5) ? 'done' : 'decline',
      words: number,
    }),
  grab: ({ number, worker: who }) => desk.tap(who, number, 'accept'),
  priority: ({ number, random }) =>
    desk.tap(boss, number, 'change_priority', {
      priority: [random.chance(0.5) ? 'high' : 'normal'],
      reason: ['worse'],
    }),
  merge: ({ number, other }) => desk.act(boss, 'tickets.merge', { number, into: other }),
  unmerge: ({ number }) => desk.act(boss, 'tickets.unmerge', { number }),
  wait: ({ number, other }) =>
    desk.act(boss, 'tickets.wait_for', { words: `${number} 等 ${other}` }),
  split: async ({ number }) => {
    const made = await desk.act(boss, 'tickets.split', { words: `拆分 ${number} 客厅灯不亮` })
    if (made.outcome === 'ok') numbers.push(String(made.result['other']))
    return made
  },
  time: async ({ random }) => {
    await desk.advance(random.int(1, 20 * 60))
    return undefined
  },
  days: async ({ random }) => {
    await desk.advance(random.int(3, 9) * 24 * 60)
    return undefined
  },
}

/** What brings a ticket on, so that lives get somewhere. */
const NEXT: Readonly<Record<string, readonly string[]>> = {
  NEW: ['assign', 'merge'],
  OFFERED: ['grab', 'assign'],
  ASSIGNED: ['accept'],
  ACCEPTED: ['arrive', 'hold', 'wait'],
  ARRIVED: ['start', 'finish'],
  IN_PROGRESS: ['finish', 'wait'],
  ON_HOLD: ['resume'],
  DONE: ['fixed', 'reopen', 'time'],
  CONFIRMED: ['rate', 'reopen'],
  CLOSED: ['reopen', 'days'],
  MERGED: ['unmerge'],
  REOPENED: ['assign'],
}

test.each(SEEDS)(
  'seed %i',
  async (seed) => {
    const random = seeded(seed)
    numbers.splice(0)
    for (let step = 0; step < STEPS; step++) {
      if (numbers.length < 3 || random.chance(0.06)) {
        await report(random)
        continue
      }
      const number = pick(random, numbers)
      const { name, outcome } = await act(random, number)
      acts.add(name)
      outcomes.add(outcome)
      await everyRowIsItsLog(`step ${step}: ${name} ${number} was ${outcome}`)
    }
  },
  400_000,
)

test('much was tried, and much of it refused', () => {
  expect(acts.size).toBeGreaterThan(20)
  for (const outcome of ['ok', 'over', 'wrong_state', 'not_yours']) {
    expect([...outcomes]).toContain(outcome)
  }
})

const pick = <T>(random: Seeded, from: readonly T[]) => from[random.int(0, from.length - 1)] as T

async function report(random: Seeded): Promise<void> {
  const [text, room] = [pick(random, TEXTS), pick(random, ROOMS)]
  const input = { text, room, phone: '13800138000' }
  const made = await desk.act(pick(random, owners), 'tickets.create', input)
  if (made.outcome === 'ok') numbers.push(String(made.result['number']))
}

/** Mostly what fits. */
async function act(random: Seeded, number: string) {
  const { state, assigneeId } = await desk.ticket(number)
  const fits = random.chance(0.6) ? (NEXT[state] ?? []) : []
  const name = pick(random, fits.length > 0 ? fits : Object.keys(ACTS))
  const answer = await ACTS[name]?.({
    ...{ random, number, other: pick(random, numbers), owner: pick(random, owners) },
    worker: workers.find(({ staffId }) => staffId === assigneeId) ?? pick(random, workers),
  })
  return { name, outcome: answer?.outcome ?? 'ok' }
}

const checked = new Map<string, number>()

/** Those that changed since the last look. */
async function everyRowIsItsLog(said: string): Promise<void> {
  const rows = await desk.db.selectFrom('ticket').select(['number', 'version']).execute()
  for (const { number, version } of rows) {
    if (checked.get(number) === version) continue
    checked.set(number, version)
    const { kept, rebuilt } = await rowAndLog(desk, await desk.ticket(number))
    expect({ said, ...rebuilt }).toEqual({ said, ...kept })
  }
}

test('the log refuses to be rewritten', async () => {
  const events = desk.db.updateTable('ticket_event').set({ kind: 'other' })
  await expect(events.execute()).rejects.toThrow('never changed')
  await expect(desk.db.deleteFrom('ticket_event').execute()).rejects.toThrow('never changed')
})
