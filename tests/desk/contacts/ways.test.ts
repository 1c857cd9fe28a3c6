/** Codes to hang up and to hand over: who may make them, what they are, and what scanning one does. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { contactActions } from '../../../src/desk/contacts/actions.ts'
import { wayTokenOf } from '../../../src/desk/contacts/way-token.ts'
import { homesOfActor } from '../../../src/desk/residents/homes-of.ts'
import type { Actor, OwnerActor, StaffActor } from '../../../src/desk/work.ts'
import { KF } from '../../sandbox/support/test-platform.ts'
import { anOwner, aRoom } from '../../support/desk/homes.ts'
import { type NoticeDesk, openNoticeDesk } from '../../support/desk/notice-desk.ts'
import { aChat, aPerson } from '../../support/desk/people.ts'
import { PROJECT } from '../../support/desk/staff.ts'

let desk: NoticeDesk
let steward: StaffActor
let consent: string
beforeEach(async () => {
  desk = await openNoticeDesk()
  steward = await desk.staff('lina', 'steward')
  consent = desk.rules.residents.consents[0]?.version ?? ''
  await aPerson(desk.db, { name: '孙老', room: '3-2-501' })
  await aRoom(desk.db, '3-1-101')
  const account = { corpId: 'corp-1', openKfId: KF, projectId: PROJECT, createdAt: desk.now() }
  await desk.db.insertInto('kf_account').values(account).execute()
})
afterEach(() => desk.close())

const act = async (actor: Actor, name: string, input: object) => {
  const action = contactActions.find((one) => one.name === name)
  const { outcome, result = {} } = await desk.doWork(
    desk.now(),
    (work) => action?.run(work, input as never) ?? expect.unreachable(name),
    actor,
  )
  return { outcome, result: result as Record<string, unknown> }
}
const make = (place: string, name?: string) => act(steward, 'contacts.make_codes', { place, name })
const ways = () => desk.db.selectFrom('contact_way').selectAll().orderBy('label').execute()
async function roomCode(): Promise<string> {
  await make('3-2-501')
  await desk.settle()
  return (await ways()).find(({ scope }) => scope === 'room')?.id ?? expect.unreachable('no code')
}
const homes = async (owner: OwnerActor) =>
  (await desk.doWork(desk.now(), homesOfActor, owner)).map(({ label }) => label)

describe('made by staff', () => {
  test('a building gets one for each unit, and whoever wanted them is sent both addresses of each', async () => {
    expect(await make('3栋')).toEqual({ outcome: 'ordered', result: { count: 2, label: '3栋' } })
    await desk.settle()
    expect((await ways()).map(({ label, state, userId }) => `${label} ${state} ${userId}`)).toEqual(
      ['3栋1单元 ready lina', '3栋2单元 ready lina'],
    )
    expect(desk.tell.read.at(-1)).toMatch(
      /3栋1单元[\s\S]*https:[\s\S]*scene_param=QR[\s\S]*3栋2单元/,
    )
    const onPlatform = await desk.sandbox.control.contactWays()
    expect(onPlatform).toHaveLength(2)
  })

  test.each([
    ['火星', 'no_such_place'],
    ['全小区', 'no_such_place'],
    ['3-1-101', 'nobody'],
  ])('%s is %s', async (place, outcome) => {
    expect((await make(place)).outcome).toBe(outcome)
    expect(await ways()).toEqual([])
  })

  test('two people of a room: which one is asked', async () => {
    await aPerson(desk.db, { name: '李芳', room: '3-2-501', relation: 'family' })
    expect((await make('3-2-501')).outcome).toBe('which_person')
    expect((await make('3-2-501', '李芳')).outcome).toBe('ordered')
  })

  test('a technician, a steward of another building and an owner may not', async () => {
    const technician = await desk.staff('王强', 'technician')
    const elsewhere = await desk.staff('何洁', 'steward', ['5'])
    for (const actor of [technician, elsewhere, aChat('guest')])
      expect((await act(actor, 'contacts.make_codes', { place: '3栋' })).outcome).toBe(
        'not_allowed',
      )
  })

  test('when the platform refuses, whoever wanted them hears it', async () => {
    desk.platform = {
      ...desk.platform,
      addWay: async () => {
        throw new Error('cut')
      },
    }
    await make('3栋2单元')
    await desk.advance(120)
    expect((await ways()).map(({ state }) => state)).toEqual(['failed'])
    expect(desk.tell.read.at(-1)).toMatch(/1个没有做成/)
  })
})

describe('scanned', () => {
  const scan = (owner: OwnerActor, token: string) => act(owner, 'contacts.scanned', { token })
  const redeem = (owner: OwnerActor, token: string) =>
    act(owner, 'contacts.redeem', { token, consent })

  test('a room’s code names the home and binds with one tap; a second person is not bound by it', async () => {
    const token = await roomCode()
    const owner = await anOwner(desk.db, { user: 'sun' })
    expect(await scan(owner, token)).toMatchObject({
      outcome: 'room',
      result: { label: '3栋2单元501', version: consent },
    })
    expect(await homes(owner)).toEqual([])
    expect(await redeem(owner, token)).toEqual({
      outcome: 'bound',
      result: { room_label: '3栋2单元501', relation: '业主' },
    })
    expect(await homes(owner)).toEqual(['3栋2单元501'])
    const other = await anOwner(desk.db, { user: 'other' })
    expect((await scan(other, token)).outcome).toBe('unknown')
    expect((await redeem(other, token)).outcome).toBe('unknown')
    const [row] = await desk.db
      .selectFrom('binding')
      .select(['source', 'consentVersion', 'decidedBy'])
      .where('externalUserId', '=', 'sun')
      .execute()
    expect(row).toEqual({ source: 'CODE', consentVersion: consent, decidedBy: steward.staffId })
  })

  test('two people at once: one is bound', async () => {
    const token = await roomCode()
    const [a, b] = [await anOwner(desk.db, { user: 'a' }), await anOwner(desk.db, { user: 'b' })]
    const outcomes = (await Promise.all([redeem(a, token), redeem(b, token)])).map(
      ({ outcome }) => outcome,
    )
    expect(outcomes.sort()).toEqual(['bound', 'unknown'])
  })

  test('too old, or its person has moved away: nobody is bound', async () => {
    const owner = await anOwner(desk.db, { user: 'sun' })
    const token = await roomCode()
    await desk.advance(8 * 24 * 60)
    expect((await redeem(owner, token)).outcome).toBe('unknown')
    const fresh = await (async () => {
      await make('3-2-501')
      await desk.settle()
      return (await ways()).at(-1)?.id ?? ''
    })()
    await desk.db.updateTable('occupancy').set({ validTo: '2026-11-30' }).execute()
    expect((await redeem(owner, fresh)).outcome).toBe('unknown')
    expect(await homes(owner)).toEqual([])
  })

  test('a unit’s code binds nobody by itself', async () => {
    await make('3栋2单元')
    const owner = await anOwner(desk.db, { user: 'sun' })
    const token = (await ways())[0]?.id ?? ''
    expect(await scan(owner, token)).toMatchObject({
      outcome: 'place',
      result: { label: '3栋2单元' },
    })
    expect((await redeem(owner, token)).outcome).toBe('unknown')
  })

  test('made up, or of another company: unknown', async () => {
    const token = await roomCode()
    const owner = await anOwner(desk.db, { user: 'sun' })
    expect((await scan(owner, 'QR0000000000000000')).outcome).toBe('unknown')
    expect((await scan({ ...owner, corpId: 'corp-2' }, token)).outcome).toBe('unknown')
  })
})

test.each([
  ['steward?QR0123456789ABCDEF', 'QR0123456789ABCDEF'],
  ['?QR0123456789ABCDEF', 'QR0123456789ABCDEF'],
  ['door', null],
  ['door?b=3', null],
  ['steward?QR0123456789abcdef', null],
  ['steward?QR0123456789ABCDEF0', null],
  ["steward?QR0123456789ABCDEF' OR 1=1", null],
  ['', null],
])('the scene %s names %s', (scene, token) => {
  expect(wayTokenOf(scene)).toBe(token)
})
