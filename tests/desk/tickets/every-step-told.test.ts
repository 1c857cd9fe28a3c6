/** Every move a ticket can make: what the owner reads of it says what comes next and by when, or why they read nothing. */
import { beforeAll, describe, expect, test } from 'vitest'
import { readWords, type Words } from '../../../src/conversation/words.ts'
import { type Rules, readRules } from '../../../src/desk/rules.ts'
import { KINDS } from '../../../src/desk/tickets/kinds.ts'
import { nextDoes, nextWords } from '../../../src/desk/tickets/next-words.ts'
import { mayMove, STATES } from '../../../src/desk/tickets/states.ts'
import type { TicketRow } from '../../../src/desk/tickets/ticket.ts'
import type { Work } from '../../../src/desk/work.ts'

/** Still being arranged: told when it was reported, and again before that time passes (promises-told.test.ts). */
const ARRANGING = 'quiet: still being arranged'
/** One move of several of one step, whose news are told once at its end. */
const WITHIN_A_STEP = 'quiet: within a step'
/** The owner did it, and the answer to their words says what is next. */
const ANSWERED = 'quiet: answered in the talk'
/** Told of the one it went on as (leave-ticket.test.ts). */
const WITH_THE_OTHER = 'quiet: told with the other one'

/** Written out: a new move has no line here, and fails. */
const TOLD: Readonly<Record<string, string>> = {
  'NEW OFFERED': ARRANGING,
  'NEW ASSIGNED': ARRANGING,
  'NEW CANCELLED': 'cancelled withdrawn',
  'NEW MERGED': 'merged',
  'OFFERED ASSIGNED': ARRANGING,
  'OFFERED NEW': ARRANGING,
  'OFFERED CANCELLED': 'cancelled withdrawn',
  'ASSIGNED ACCEPTED': 'accepted',
  'ASSIGNED NEW': 'rearranged',
  'ASSIGNED ASSIGNED': 'rearranged',
  'ASSIGNED CANCELLED': 'cancelled withdrawn',
  'ACCEPTED ARRIVED': 'arrived',
  'ACCEPTED ON_HOLD': 'held',
  'ACCEPTED ASSIGNED': 'rearranged',
  'ACCEPTED CANCELLED': 'cancelled withdrawn',
  'ARRIVED IN_PROGRESS': WITHIN_A_STEP,
  'ARRIVED ON_HOLD': 'held',
  'ARRIVED CANCELLED': 'cancelled',
  'IN_PROGRESS ON_HOLD': 'held',
  'IN_PROGRESS DONE': 'done',
  'IN_PROGRESS ASSIGNED': 'rearranged',
  'IN_PROGRESS CANCELLED': 'cancelled',
  'ON_HOLD ACCEPTED': 'resumed',
  'ON_HOLD ARRIVED': 'resumed',
  'ON_HOLD IN_PROGRESS': 'resumed',
  'ON_HOLD CANCELLED': 'cancelled withdrawn',
  'NEW CLOSED': 'forced',
  'OFFERED CLOSED': 'forced',
  'ASSIGNED CLOSED': 'forced',
  'ACCEPTED CLOSED': 'forced',
  'ARRIVED CLOSED': 'forced',
  'IN_PROGRESS CLOSED': 'forced',
  'ON_HOLD CLOSED': 'forced',
  'REOPENED CLOSED': 'forced',
  'DONE CONFIRMED': ANSWERED,
  'DONE REOPENED': 'reopened',
  'CONFIRMED CLOSED': ANSWERED,
  'CONFIRMED REOPENED': 'reopened',
  'REOPENED ASSIGNED': WITHIN_A_STEP,
  'REOPENED CANCELLED': 'cancelled withdrawn',
  'CLOSED REOPENED': 'reopened',
  'OFFERED MERGED': 'merged',
  'ASSIGNED MERGED': 'merged',
  'ACCEPTED MERGED': 'merged',
  'ARRIVED MERGED': 'merged',
  'IN_PROGRESS MERGED': 'merged',
  'ON_HOLD MERGED': 'merged',
  'REOPENED MERGED': 'merged',
  'MERGED NEW': 'unmerged',
  'MERGED CANCELLED': WITH_THE_OTHER,
}

const MOVES = STATES.flatMap((from) =>
  STATES.filter((to) => mayMove(from, to, to)).map((to) => `${from} ${to}`),
)

let words: Words
let rules: Rules
beforeAll(async () => {
  words = await readWords(new URL('../../../flows', import.meta.url).pathname)
  rules = await readRules()
})

test('every move of the table stands here, and nothing else', () => {
  expect(Object.keys(TOLD).sort()).toEqual([...MOVES].sort())
})

describe.each(Object.entries(TOLD).filter(([, told]) => !told.startsWith('quiet')))(
  '%s',
  (move, told) => {
    test.each(KINDS)('of a %s', (kind) => {
      const [, state = ''] = move.split(' ')
      // Nobody arrives at a desk: there this is a move within the step that finishes the matter.
      if (state === 'ARRIVED' && told === 'arrived' && !visitOf(kind)) return
      for (const name of told.split(' ')) {
        const text = words.text(`tickets.owner.${name}`, valuesOf(kind, stateAfter(state)))
        expect(text).toContain('GD20261123-0001')
        if (ENDS.includes(name)) expect(text).toMatch(/随时再报|重新登记/)
        else expect(text).toMatch(/明天09:00|11月26日|7天内/)
        expect(text).toMatch(NEXT)
        expect(text).not.toMatch(/L[1-4]|升级|超时|催办|派单|抢单/)
        // What to reply stands in marks: a word for all kinds.
        const own = text.replace(/“[^”]*”/g, '')
        if (!visitOf(kind)) expect(own).not.toMatch(/师傅|上门|修好/)
      }
    })
  },
)

/** What is next is said in words of these. */
const NEXT = /前到|前答复|办好|继续|安排|等待|跟进|随时|重新登记|回复“人工”/
const ENDS = ['cancelled', 'withdrawn']

const categoryOf = (kind: (typeof KINDS)[number]) => {
  const { kinds, byId } = rules.categories
  return byId.get(kinds[kind].other)
}
const visitOf = (kind: (typeof KINDS)[number]) => categoryOf(kind)?.visit === true

/** Of what is merged the owner hears how that goes on into which it went. */
function stateAfter(state: string): string {
  return state === 'MERGED' ? 'ACCEPTED' : state
}

function valuesOf(kind: (typeof KINDS)[number], state: string) {
  const ticket = { state, category: categoryOf(kind)?.id } as TicketRow
  return {
    number: 'GD20261123-0001',
    place: '3栋2单元501',
    category: categoryOf(kind)?.name,
    visit: visitOf(kind),
    staff: '王强',
    trade: visitOf(kind) ? '水电' : '',
    phone: '0571-88000001',
    next_words: nextWords({ rules } as Work, ticket, null),
    next_by: '明天09:00',
    next_does: '',
    appt: '',
    at: '',
    reason: '等配件到货',
    until: '11月26日',
    words: '已请厂家处理',
    days: 7,
    note: '',
    result: '',
    priority: '优先',
    into: 'GD20261123-0002',
    from: 'GD20261123-0002',
  }
}

test.each(['reply', 'plan', 'result'])(
  'a complaint told its %s says what is next and by when',
  (what) => {
    const next = { kind: 'complaint_result' } as const
    const next_does = nextDoes({ rules } as Work, next)
    const said = { said: '已经处理', day: '', again: false }
    const values = { ...valuesOf('complaint', 'ACCEPTED'), ...said, next_does }
    const text = words.text(`tickets.owner.complaint_${what}`, values)
    expect(text).toContain('已经处理')
    expect(text).toMatch(/最晚明天09:00前(告诉您处理结果|办结)/)
  },
)

test.each(['moved', 'late', 'still', 'raised', 'yours_now'])(
  '%s says what is next and by when',
  (name) => {
    for (const kind of KINDS) {
      const text = words.text(`tickets.owner.${name}`, valuesOf(kind, 'ACCEPTED'))
      expect(text).toContain('明天09:00')
      expect(text).toMatch(/等待师傅上门|专人正在跟进/)
    }
  },
)
