/** What technicians do, by card and by reply: every step in every state. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { StaffActor } from '../../../src/desk/work.ts'
import { aScene, type Scene } from '../../support/desk/scene.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'

let desk: TicketDesk
let scene: Scene
let wang: StaffActor
let number: string

beforeAll(async () => {
  desk = await openTicketDesk()
  await desk.staff('班长', 'lead')
})
beforeEach(async () => {
  scene = await aScene(desk)
  ;({ wang, number } = scene)
  desk.tell.clear()
})
afterAll(() => desk.close())

const STATES = ['ASSIGNED', 'ACCEPTED', 'ARRIVED', 'IN_PROGRESS', 'ON_HOLD', 'DONE', 'CANCELLED']
/** By state, in the order above. */
const EXPECTED: Record<string, readonly string[]> = {
  accept: ['ok', 'already', 'already', 'already', 'already', 'already', 'over'],
  arrive: ['wrong_state', 'ok', 'already', 'already', 'wrong_state', 'over', 'over'],
  start: ['wrong_state', 'wrong_state', 'ok', 'already', 'wrong_state', 'over', 'over'],
  hold: ['wrong_state', 'ok', 'ok', 'ok', 'already', 'over', 'over'],
  resume: ['wrong_state', 'already', 'already', 'already', 'ok', 'over', 'over'],
  finish: ['wrong_state', 'wrong_state', 'ok', 'ok', 'wrong_state', 'already', 'over'],
  return: ['ok', 'ok', 'ok', 'ok', 'ok', 'over', 'over'],
}
const CASES = Object.entries(EXPECTED).flatMap(([step, outcomes]) =>
  STATES.map((state, at) => [step, state, outcomes[at] ?? ''] as const),
)

describe('every step in every state', () => {
  test.each(CASES)('%s when %s, by card: %s', async (step, state, outcome) => {
    await scene.bringTo(state)
    const before = await desk.ticket(number)
    const answer = await desk.tap(wang, number, step, reasonFor(step))
    expect(answer.outcome).toBe(outcome)
    // A card is answered in words, whatever comes of the tap: it never stays as if nothing had happened.
    expect(answer.close?.words).toBeDefined()
    const after = await desk.ticket(number)
    if (outcome !== 'ok') expect(after).toEqual(before)
    else expect(after.version).toBeGreaterThan(before.version)
  })

  test.each(CASES)('%s when %s, by reply: %s', async (step, state, outcome) => {
    await scene.bringTo(state)
    const action = step === 'return' ? 'tickets.return_job' : `tickets.${step}`
    const answer = await desk.act(wang, action, { number, reason: reasonFor(step) })
    expect(answer).toMatchObject({ outcome, result: { number } })
    expect(answer.result['state_words']).not.toBe('')
  })
})

function reasonFor(step: string): string | undefined {
  if (step === 'return') return 'too_busy'
  return step === 'hold' ? 'waiting_parts' : undefined
}
