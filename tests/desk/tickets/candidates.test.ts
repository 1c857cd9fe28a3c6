/** Who is chosen, in which order, and why others are not. */
import { describe, expect, test } from 'vitest'
import {
  chooseCandidates,
  type Dropped,
  type Need,
  type Person,
} from '../../../src/desk/tickets/candidates.ts'

const NEED: Need = {
  handlers: ['technician'],
  skill: 'plumbing_power',
  buildingCode: '3',
  maxOpenWeight: 10,
}

interface Some extends Partial<Omit<Person, 'staff'>> {
  readonly skills?: Person['staff']['skills']
  readonly areas?: readonly string[]
  readonly maxOpen?: number
  readonly roles?: Person['staff']['roles']
}

function person(name: string, some: Some = {}): Person {
  const { skills = ['plumbing_power'], areas = [], maxOpen = null, roles = ['technician'] } = some
  return {
    isOnDuty: true,
    weight: 0,
    timesOffered: 0,
    gaveBack: false,
    busyAt: null,
    ...some,
    staff: {
      id: name,
      corpId: 'corp-1',
      projectId: 'project-1',
      userId: name,
      name,
      roles,
      skills,
      areas,
      teamId: null,
      maxOpen,
      phoneEnc: null,
      phoneLast4: null,
    },
  }
}

const order = (people: readonly Person[], need: Partial<Need> = {}) =>
  chooseCandidates(people, { ...NEED, ...need }).inOrder.map((member) => member.name)

describe('who cannot have it', () => {
  test.each<[string, Some, Partial<Need>, Dropped | undefined]>([
    ['is off duty', { isOnDuty: false }, {}, 'off-duty'],
    ['has another trade', { skills: ['lift'] }, {}, 'skill'],
    ['works elsewhere', { areas: ['1', '2'] }, {}, 'area'],
    ['works there too', { areas: ['1', '3'] }, {}, undefined],
    ['works everywhere', { areas: [] }, {}, undefined],
    ['is anywhere when no building is known', { areas: ['1'] }, { buildingCode: null }, undefined],
    ['needs no trade when none is asked', { skills: [] }, { skill: null }, undefined],
    ['has too much in hand', { weight: 10 }, {}, 'cap'],
    ['has just room for one more', { weight: 9 }, {}, undefined],
    ['has a smaller cap of their own', { weight: 3, maxOpen: 3 }, {}, 'cap'],
    ['has a larger cap of their own', { weight: 12, maxOpen: 20 }, {}, undefined],
    ['gave it back', { gaveBack: true }, {}, 'gave-back'],
    ['was asked a moment ago', {}, { avoidStaffId: '甲' }, 'just-asked'],
  ])('%s', (_why, some, need, dropped) => {
    const { considered, inOrder } = chooseCandidates([person('甲', some)], { ...NEED, ...need })
    expect(considered[0]?.dropped).toBe(dropped)
    expect(inOrder).toHaveLength(dropped ? 0 : 1)
  })

  test('everybody is listed, also those who were dropped', () => {
    const { considered } = chooseCandidates(
      [person('甲', { isOnDuty: false }), person('乙', { weight: 2 })],
      NEED,
    )
    expect(considered).toEqual([
      { staffId: '甲', name: '甲', weight: 0, dropped: 'off-duty' },
      { staffId: '乙', name: '乙', weight: 2 },
    ])
  })

  test('nobody at all is an empty choice', () => {
    expect(chooseCandidates([], NEED)).toEqual({ considered: [], inOrder: [] })
  })
})

describe('the order', () => {
  const early = new Date('2026-11-23T01:00:00Z')
  const late = new Date('2026-11-23T02:00:00Z')

  test.each<[string, readonly Person[], Partial<Need>, readonly string[]]>([
    [
      'least load first',
      [person('甲', { weight: 3 }), person('乙', { weight: 1 }), person('丙', { weight: 2 })],
      {},
      ['乙', '丙', '甲'],
    ],
    [
      'of equal load whoever is idle longest',
      [person('甲', { busyAt: late }), person('乙', { busyAt: early }), person('丙')],
      {},
      ['丙', '乙', '甲'],
    ],
    [
      'nobody twice before everybody once',
      [person('甲', { timesOffered: 1 }), person('乙', { weight: 9 })],
      {},
      ['乙', '甲'],
    ],
    [
      'whoever knows the matter before all',
      [person('甲'), person('乙', { weight: 9, busyAt: late })],
      { preferStaffId: '乙' },
      ['乙', '甲'],
    ],
    [
      'an earlier role before a later one',
      [person('甲', { roles: ['agent'] }), person('乙', { roles: ['steward'], weight: 5 })],
      { handlers: ['steward', 'agent'] },
      ['乙', '甲'],
    ],
    [
      'equals stay as they came',
      [person('甲'), person('乙'), person('丙')],
      {},
      ['甲', '乙', '丙'],
    ],
  ])('%s', (_why, people, need, names) => {
    expect(order(people, need)).toEqual(names)
  })

  test('the one who is preferred still has to be there', () => {
    const people = [person('甲'), person('乙', { isOnDuty: false })]
    expect(order(people, { preferStaffId: '乙' })).toEqual(['甲'])
  })
})
