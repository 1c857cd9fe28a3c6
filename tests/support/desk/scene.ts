/** One ticket with its own owner and technician in a building of its own, so that scenes on one desk do not meet. */
import type { OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import type { TicketDesk } from './ticket-desk.ts'

export interface Scene {
  readonly owner: OwnerActor
  readonly wang: StaffActor
  readonly number: string
  /** A colleague who works in this building only. The name gets the building's number behind it. */
  hire(name: string): Promise<StaffActor>
  /** The name of somebody hired here. */
  named(name: string): string
  /** Brings the ticket to a state by the steps a technician takes. */
  bringTo(state: string): Promise<void>
}

let buildings = 100

const STEPS: Readonly<Record<string, readonly string[]>> = {
  ASSIGNED: [],
  ACCEPTED: ['accept'],
  ARRIVED: ['accept', 'arrive'],
  IN_PROGRESS: ['accept', 'arrive', 'start'],
  ON_HOLD: ['accept', 'hold'],
  DONE: ['accept', 'arrive', 'finish'],
  CANCELLED: [],
}

export async function aScene(desk: TicketDesk): Promise<Scene> {
  buildings += 1
  const building = String(buildings)
  const room = `${building}-1-101`
  const owner = await desk.owner(`住户${building}`, room)
  const named = (name: string) => `${name}${building}`
  const hire = (name: string) => desk.technician(named(name), { areas: [building] })
  const wang = await hire('王强')
  const made = await desk.act(owner, 'tickets.create', {
    text: '厨房水管漏水',
    room,
    phone: '13800138000',
  })
  const number = String(made.result['number'])
  return {
    owner,
    wang,
    number,
    hire,
    named,
    async bringTo(state) {
      for (const step of STEPS[state] ?? []) await take(desk, wang, step, number)
      if (state === 'CANCELLED') await desk.act(owner, 'tickets.withdraw', { number })
      const now = await desk.ticket(number)
      if (now.state !== state) throw new Error(`${number} is ${now.state}, not ${state}`)
    },
  }
}

async function take(desk: TicketDesk, staff: StaffActor, step: string, number: string) {
  const input = step === 'hold' ? { number, reason: 'waiting_owner' } : { number }
  const { outcome } = await desk.act(staff, `tickets.${step}`, input)
  if (outcome !== 'ok') throw new Error(`${step} was ${outcome}`)
}
