/** Who is chosen, in which order, and why others are not. */
import { describe, expect, test } from 'vitest'
import { chooseCandidates, type Need, type Person } from '../../../src/desk/tickets/candidates.ts'
import type { Dropped } from '../../../src/desk/tickets/rules.ts'

const NEED: Need = {
  handlers: ['technician'],
  skill: 'plumbing_power',
  buildingCode: '3',
  unitCode: '2',
  priority: 'normal',
  maxOpenWeight: 10,
  maxOpen: 10,
  maxGiven: 5,
  needsCertificate: false,
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
    duty: 'duty',
    weight: 0,
    openOfPriority: 0,
    timesOffered: 0,
    givenLately: 0,
    gaveBack: false,
    busyAt: null,
    chosenAt: null,
    isComplainedAbout: false,
    certificate: 'none',
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
      contractorId: null,
      kind: 'own',
    },
  }
}

const order = (people: readonly Person[], need: Partial<Need> = {}) =>
  chooseCandidates(people, { ...NEED, ...need }).inOrder.map((member) => member.name)

describe('who cannot have it', () => {
  test.each<[string, Some, Partial<Need>, Dropped | undefined]>([
    ['is off duty', { duty: 'off' }, {}, 'off-duty'],
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
    ['is on leave', { duty: 'on-leave' }, {}, 'on-leave'],
    ['has left', { duty: 'left' }, {}, 'left'],
    ['is on standby and alone', { duty: 'standby' }, {}, undefined],
    ['works in that unit', { areas: ['3-2'] }, {}, undefined],
    ['works in another unit of it', { areas: ['3-1'] }, {}, 'area'],
    [
      'works in a unit of a building all of which is meant',
      { areas: ['3-1'] },
      { unitCode: null },
      undefined,
    ],
    ['is complained about', { isComplainedAbout: true }, {}, 'conflict'],
    ['has as many of this priority as may be', { openOfPriority: 10 }, {}, 'cap'],
    ['has one less', { openOfPriority: 9 }, {}, undefined],
    ['got five a moment ago', { givenLately: 5 }, {}, 'rate'],
    ['got four a moment ago', { givenLately: 4 }, {}, undefined],
    ['got five and may choose', { givenLately: 5 }, { maxGiven: null }, undefined],
    ['has no certificate', {}, { needsCertificate: true }, 'certificate'],
    [
      'let it expire',
      { certificate: 'expired' },
      { needsCertificate: true },
      'certificate-expired',
    ],
    ['has it', { certificate: 'valid' }, { needsCertificate: true }, undefined],
    ['let one expire nobody asks for', { certificate: 'expired' }, {}, undefined],
    ['was asked a moment ago', {}, { avoidStaffId: '甲' }, 'just-asked'],
  ])('%s', (_why, some, need, dropped) => {
    const { considered, inOrder } = chooseCandidates([person('甲', some)], { ...NEED, ...need })
    expect(considered[0]?.dropped).toBe(dropped)
    expect(inOrder).toHaveLength(dropped ? 0 : 1)
  })

  test('in danger somebody of the trade goes without the certificate, and it is kept', () => {
    const danger = { ...NEED, needsCertificate: true, isDanger: true }
    const people = [
      person('甲', { certificate: 'expired' }),
      person('乙', { skills: ['cleaning'] }),
      person('丙', { weight: 1 }),
    ]
    expect(chooseCandidates(people, danger)).toMatchObject({
      inOrder: [{ name: '甲' }, { name: '丙' }],
      considered: [
        { name: '甲', despite: 'certificate-expired' },
        { name: '乙', dropped: 'skill' },
        { name: '丙', despite: 'certificate' },
      ],
    })
  })

  test('in danger whoever holds it still comes first, however much they have in hand', () => {
    const danger = { ...NEED, needsCertificate: true, isDanger: true }
    const holder = person('甲', { certificate: 'valid', weight: 9 })
    expect(chooseCandidates([holder, person('乙')], danger)).toEqual({
      considered: [
        { staffId: '甲', name: '甲', weight: 9 },
        { staffId: '乙', name: '乙', weight: 0, dropped: 'certificate' },
      ],
      inOrder: [holder.staff],
    })
    // The only one has just let the offer pass: the next one is asked.
    const next = order([holder, person('乙')], { ...danger, avoidStaffId: '甲' })
    expect(next).toEqual(['乙'])
  })

  test('everybody is listed, also those who were dropped', () => {
    const { considered } = chooseCandidates(
      [person('甲', { duty: 'off' }), person('乙', { weight: 2 })],
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
      'of equals nobody was chosen among, the ids say',
      [person('c'), person('a'), person('b')],
      {},
      ['a', 'b', 'c'],
    ],
  ])('%s', (_why, people, need, names) => {
    expect(order(people, need)).toEqual(names)
  })

  test('the one who is preferred still has to be there', () => {
    const people = [person('甲'), person('乙', { duty: 'off' })]
    expect(order(people, { preferStaffId: '乙' })).toEqual(['甲'])
  })
})

describe('standby and turns', () => {
  test('standby waits while somebody on duty can have it, and the list says so', () => {
    const people = [person('备', { duty: 'standby' }), person('值', { weight: 5 })]
    const { considered, inOrder } = chooseCandidates(people, NEED)
    expect(inOrder.map(({ name }) => name)).toEqual(['值'])
    expect(considered[0]).toMatchObject({ name: '备', dropped: 'standby' })
    const full = [person('备', { duty: 'standby' }), person('值', { weight: 10 })]
    expect(order(full)).toEqual(['备'])
  })

  test('of equals the next after the one chosen last comes first, by id, also when the list has changed', () => {
    const chosenAt = new Date('2026-11-23T02:00:00Z')
    const same = { busyAt: chosenAt }
    expect(
      order([person('a', same), person('b', { ...same, chosenAt }), person('c', same)]),
    ).toEqual(['c', 'a', 'b'])
    expect(
      order([person('a', same), person('a1', same), person('b', { ...same, chosenAt })]),
    ).toEqual(['a', 'a1', 'b'])
    expect(order([person('c', same), person('a', same)])).toEqual(['a', 'c'])
  })
})
