/** The roster as rows: who is on duty is read in one place, for dispatch, ladders and tasks. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { leadsFor } from '../../../src/desk/roster/leads-for.ts'
import { onDutyStaff } from '../../../src/desk/roster/on-duty.ts'
import { PROJECT } from '../../support/desk/staff.ts'
import { openTicketDesk, type TicketDesk } from '../../support/desk/ticket-desk.ts'
import { SYSTEM } from '../../support/desk/work.ts'

let desk: TicketDesk
beforeEach(async () => {
  desk = await openTicketDesk()
})
afterEach(() => desk.close())

/** Monday 23 November 2026, of the estate's clock. */
const at = (time: string) => new Date(`2026-11-23T${time}:00+08:00`)

async function aPatternRow(more: Record<string, unknown>) {
  await desk.db
    .insertInto('roster_pattern')
    .values({
      id: randomUUID(),
      projectId: PROJECT,
      name: '白班',
      kind: 'duty',
      weekdays: [1, 2, 3, 4, 5],
      startTime: '08:00',
      endTime: '17:00',
      days: 'workdays',
      staffIds: [],
      areas: [],
      validFrom: '2026-01-01',
      turns: 'none',
      handoverTime: '08:00',
      anchorDay: '2026-01-01',
      createdAt: desk.now(),
      ...more,
    })
    .execute()
}

const onDuty = (time: string, more: object = {}) =>
  desk.work(SYSTEM, async (work) => {
    const roles = ['technician'] as const
    const people = await onDutyStaff(work, { projectId: PROJECT, at: at(time), roles, ...more })
    return people.map(({ name }) => name)
  })

test('patterns, stand-ins, leave and people’s own words all count', async () => {
  const one = await desk.technician('甲', { shift: null })
  const two = await desk.technician('乙', { shift: null })
  const day = { startAt: at('00:00'), endAt: at('24:00'), createdAt: desk.now() }
  await aPatternRow({ staffIds: [one.staffId] })
  expect([await onDuty('07:59'), await onDuty('08:00'), await onDuty('17:00')]).toEqual([
    [],
    ['甲'],
    [],
  ])

  await desk.db
    .insertInto('roster_override')
    .values({
      ...{ id: randomUUID(), projectId: PROJECT, action: 'replace', kind: 'duty', ...day },
      ...{ staffId: one.staffId, byStaffId: two.staffId },
    })
    .execute()
  expect(await onDuty('09:00')).toEqual(['乙'])

  const leave = {
    ...{ id: randomUUID(), corpId: 'corp-1', projectId: PROJECT, staffId: two.staffId, ...day },
    state: 'REQUESTED',
  }
  await desk.db.insertInto('staff_leave').values(leave).execute()
  expect(await onDuty('09:00')).toEqual(['乙'])
  await desk.db.updateTable('staff_leave').set({ state: 'APPROVED' }).execute()
  expect(await onDuty('09:00')).toEqual([])

  const { createdAt: _at, ...span } = day
  await desk.db
    .insertInto('duty_switch')
    .values({
      ...{ id: randomUUID(), projectId: PROJECT, staffId: one.staffId, state: 'on', ...span },
      setById: one.staffId,
    })
    .execute()
  expect(await onDuty('09:00')).toEqual(['甲'])
})

test('standby people are asked where nobody fitting is on duty, within the area of their hours', async () => {
  const one = await desk.technician('甲', { shift: null })
  const two = await desk.technician('乙', { shift: null, areas: ['9'] })
  await aPatternRow({ staffIds: [one.staffId] })
  await aPatternRow({ name: '备班', kind: 'standby', staffIds: [two.staffId], areas: ['3-2'] })
  expect(await onDuty('09:00')).toEqual(['甲'])
  expect(await onDuty('09:00', { skill: 'plumbing_power', buildingCode: '3' })).toEqual(['甲'])
  await desk.db
    .updateTable('staff')
    .set({ leftAt: at('00:00') })
    .where('name', '=', '甲')
    .execute()
  expect(await onDuty('09:00', { buildingCode: '3' })).toEqual(['乙'])
  expect(await onDuty('09:00', { buildingCode: '9' })).toEqual([])
})

test('the team’s own lead is asked first, and where they are on leave the next', async () => {
  const lead = await desk.staff('水电班长', 'lead')
  await desk.staff('副班长', 'lead')
  const team = { id: 'team-1', projectId: PROJECT, name: '水电班', leadId: lead.staffId }
  await desk.db.insertInto('team').values(team).execute()
  const leads = () =>
    desk.work(SYSTEM, async (work) => {
      const question = { projectId: PROJECT, at: at('09:00'), teamId: 'team-1' }
      return (await leadsFor(work, question)).map(({ name }) => name)
    })
  expect(await leads()).toEqual(['水电班长'])
  const day = { startAt: at('00:00'), endAt: at('24:00'), createdAt: desk.now() }
  const who = { id: randomUUID(), corpId: 'corp-1', projectId: PROJECT, staffId: lead.staffId }
  await desk.db
    .insertInto('staff_leave')
    .values({ ...who, ...day, state: 'APPROVED' })
    .execute()
  expect(await leads()).toEqual(['副班长'])
})
