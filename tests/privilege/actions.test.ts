/** Every action flows can call, tried by everybody: who may is answered, who may not learns and changes nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deskRegistry } from '../../src/conversation/registry.ts'
import { deskActions } from '../../src/desk/desk.ts'
import { currentConsent } from '../../src/desk/residents/consent.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'
import { actionsOfFlows } from '../support/privilege/actions-of-flows.ts'
import { type Cast, ELSEWHERE, hireCast, PHONE, ROLES, ROOM } from '../support/privilege/cast.ts'
import { type Matter, type Matters, openMatters, SECRET } from '../support/privilege/matters.ts'
import { readTable } from '../support/privilege/table.ts'
import { type Tried, tryAction } from '../support/privilege/try-action.ts'

const table = readTable('tests/fixtures/privilege/actions.yaml')

/** What is answered to somebody for whom there is nothing: nothing else may be told apart by it. */
const NEUTRAL = [
  'not_found',
  'not_yours',
  'not_allowed',
  'not_bound',
  'no_right',
  'none',
  'empty',
  'gone',
  'unknown',
]
/** A refusal in words to somebody who knows of the matter. */
const REFUSED = [...NEUTRAL, 'taken', 'over']

let desk: TicketDesk
let cast: Cast
let matters: Matters

beforeAll(async () => {
  desk = await openTicketDesk()
  cast = await hireCast(desk)
  matters = await openMatters(desk, cast)
})
afterAll(() => desk.close())

/** The values of the table are names of what the desk made. */
function inputOf(name: string): Readonly<Record<string, unknown>> {
  const { on, with: given } = table.get(name) as NonNullable<ReturnType<typeof table.get>>
  const { number, id } = matters[on as Matter]
  const named: Readonly<Record<string, string>> = {
    ...{ number, id, proposal: matters.proposalId, assigned: matters.assigned.number },
    ...{ problem: matters.problemId, notice: matters.noticeId, swap: matters.swapId },
    consent: currentConsent(desk.rules.residents).version,
    ...{ holder: cast.holder.staffId, technician: cast.technician.staffId },
    steward: cast.steward.staffId,
    closing: desk.rules.tickets.force_close.reasons[0]?.id ?? '',
  }
  const filled = Object.entries(given).map(([field, value]) => [
    field,
    typeof value === 'string'
      ? value.replace(
          /\$([a-z]+)/g,
          (_all, what: string) => named[what] ?? expect.unreachable(what),
        )
      : value,
  ])
  const takesNumber = 'number' in (deskActions.get(name)?.with ?? {})
  return { ...(takesNumber && { number }), ...Object.fromEntries(filled) }
}

test('every action of the registry has an entry, and every entry an action', () => {
  const remote = ['fees.pay_link', 'fees.void_pay_link']
  const known = Object.keys(deskRegistry().actions).filter((name) => !remote.includes(name))
  expect([...table.keys()].sort()).toEqual(known.sort())
})

describe.each([...table])('%s', (name, { may, told, flowsOnly, says }) => {
  test.each(ROLES)('%s', async (role) => {
    const tried = await tryAction(desk, cast[role], { name, input: inputOf(name) })
    if (may.has(role) || flowsOnly.has(role)) {
      expect(says).toContain(tried.outcome)
      if (cast[role].projectId === ELSEWHERE) expectOnlyTheirs(tried)
      return
    }
    expect(tried.changed).toEqual([])
    expect(tried.told).toEqual([])
    if (told.has(role)) return expect(REFUSED).toContain(tried.outcome)
    expectNothing(tried)
  })

  test('is offered by no flow to whom only the flows keep away', () => {
    for (const role of flowsOnly) {
      const audience = role.startsWith('contractor') ? 'contractor' : cast[role].kind
      expect(actionsOfFlows(audience)).not.toContain(name)
    }
  })
})

/** Neither the words nor the place nor the phone of the matter; somebody who is nobody gets no answer at all. */
function expectNothing({ outcome, answer }: Tried): void {
  if (outcome !== 'nobody') expect([...NEUTRAL, 'staff-only', 'owners-only']).toContain(outcome)
  for (const secret of [SECRET, PHONE, `"${ROOM}"`]) expect(answer).not.toContain(secret)
}

/** What they may do, they do where they are at home. */
function expectOnlyTheirs({ changedHere, answer }: Tried): void {
  expect(changedHere).toBe(false)
  for (const secret of [SECRET, PHONE]) expect(answer).not.toContain(secret)
}
