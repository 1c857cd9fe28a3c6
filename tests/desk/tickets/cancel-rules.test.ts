/** Every state, kind and person: who may cancel what. */
import { describe, expect, test } from 'vitest'
import {
  type Canceller,
  type CancelRule,
  cancelRule,
} from '../../../src/desk/tickets/cancel-rules.ts'
import { KINDS } from '../../../src/desk/tickets/kinds.ts'
import { mayMove, STATES, type TicketState } from '../../../src/desk/tickets/states.ts'

/** In the order of the columns below. */
const PEOPLE: readonly Canceller[] = ['reporter', 'neighbour', 'holder', 'supervisor', 'colleague']

type Row = readonly [TicketState, string | null, ...CancelRule[]]

/** servicedesk.md D3: the owner alone until ARRIVED, later only with the technician's note. */
const USUAL: readonly Row[] = [
  ['NEW', null, 'alone', 'not_yours', 'with_note', 'with_note', 'not_yours'],
  ['OFFERED', null, 'alone', 'not_yours', 'with_note', 'with_note', 'not_yours'],
  ['ASSIGNED', null, 'alone', 'not_yours', 'with_note', 'with_note', 'not_yours'],
  ['ACCEPTED', null, 'alone', 'not_yours', 'with_note', 'with_note', 'not_yours'],
  ['ARRIVED', null, 'too_late', 'not_yours', 'with_note', 'with_note', 'not_yours'],
  ['IN_PROGRESS', null, 'too_late', 'not_yours', 'with_note', 'with_note', 'not_yours'],
  ['ON_HOLD', 'ACCEPTED', 'alone', 'not_yours', 'with_note', 'with_note', 'not_yours'],
  ['ON_HOLD', 'ARRIVED', 'too_late', 'not_yours', 'with_note', 'with_note', 'not_yours'],
  ['ON_HOLD', 'IN_PROGRESS', 'too_late', 'not_yours', 'with_note', 'with_note', 'not_yours'],
  ['REOPENED', null, 'alone', 'not_yours', 'with_note', 'with_note', 'not_yours'],
  ['DONE', null, 'over', 'not_yours', 'over', 'over', 'over'],
  ['CONFIRMED', null, 'over', 'not_yours', 'over', 'over', 'over'],
  ['CLOSED', null, 'over', 'not_yours', 'over', 'over', 'over'],
  ['CANCELLED', null, 'over', 'not_yours', 'over', 'over', 'over'],
  ['MERGED', null, 'over', 'not_yours', 'over', 'over', 'over'],
]

/** A danger is never withdrawn alone, and its holder looks first. */
const BEFORE_ARRIVAL = ['NEW', 'OFFERED', 'ASSIGNED', 'ACCEPTED', 'REOPENED']
const hazardous = ([state, heldFrom, reporter, neighbour, holder, ...rest]: Row): Row => [
  state,
  heldFrom,
  ...([
    reporter === 'alone' ? 'too_late' : reporter,
    neighbour,
    BEFORE_ARRIVAL.includes(heldFrom ?? state) && holder === 'with_note' ? 'look_first' : holder,
    ...rest,
  ] as CancelRule[]),
]

const cases = KINDS.flatMap((kind) =>
  [false, true].flatMap((hazard) =>
    USUAL.map((row) => (hazard ? hazardous(row) : row)).flatMap(([state, heldFrom, ...rules]) =>
      PEOPLE.map((by, at) => {
        const usual = rules[at]
        const isOwnComplaint = kind === 'complaint' && by === 'holder' && usual !== 'over'
        return { kind, hazard, state, heldFrom, by, rule: isOwnComplaint ? 'not_yours' : usual }
      }),
    ),
  ),
)

describe('the table', () => {
  test.each(cases)('$kind (hazard $hazard) $state $heldFrom by $by: $rule', ({ rule, ...one }) => {
    expect(cancelRule(one)).toBe(rule)
  })

  test('has a row for every state, and allows only what the life-cycle allows', () => {
    expect(new Set(USUAL.map(([state]) => state))).toEqual(new Set(STATES))
    for (const one of cases) {
      const isAllowed = one.rule === 'alone' || one.rule === 'with_note'
      if (isAllowed) expect(mayMove(one.state, 'CANCELLED', one.heldFrom)).toBe(true)
    }
  })
})
