/** What somebody who was called in answers: they come, they cannot, they are done; or they are sent off. */
import type { Skill } from '../../staff/roles.ts'
import type { StaffMember } from '../../staff/staff.ts'
import { supervises } from '../../staff/supervises.ts'
import type { Work } from '../../work.ts'
import { categoryOf } from '../categories.ts'
import { followersOf } from '../followers.ts'
import { recordEvent } from '../record-event.ts'
import { type InStep, type Step, type StepAnswer, staffStep } from '../staff-step.ts'
import { tellStaff } from '../tell-handler.ts'
import { tellThese } from '../tell-owner.ts'
import type { TicketRow } from '../ticket.ts'
import { callOne, nameOfStaff } from './call-in.ts'
import { endHelp, findHelp, type HelperRow, type HelpOutcome, helpSubject } from './helper.ts'
import { showHelp, tellConcerned } from './show-help.ts'
import { nextOfTrade } from './wanted.ts'

export interface HelpStep extends Step {
  readonly helpId: string
}

export type HelpAnswer = StepAnswer<StepAnswer['outcome']>

/** 去协助: the owner hears who else comes to their home. */
export async function acceptCall(work: Work, step: HelpStep): Promise<HelpAnswer> {
  return ofOnesOwn(work, 'help-accept', step, async (at, help) => {
    const { staff, ticket, exceptStaffId } = at
    if (help.acceptedAt) return { outcome: 'already', ticket }
    await work.tx
      .updateTable('ticket_helper')
      .set({ acceptedAt: work.now })
      .where('id', '=', help.id)
      .execute()
    const noted = await recordEvent(work, ticket, {
      kind: 'help-accepted',
      note: { name: staff.name, staffId: staff.id },
    })
    await work.tell.closeCards(work, helpSubject(help.id), {
      words: 'tickets.card.did.help_accept',
      values: {},
      ...(exceptStaffId && { exceptStaffId }),
    })
    await showHelp(work, noted, help, 'helping')
    const values = { helper: staff.name }
    await tellConcerned(work, noted, help, { words: 'tickets.staff.help_comes', values })
    await tellOwnerWhoComes(work, noted, staff)
    return { outcome: 'ok', ticket: noted }
  })
}

/** No news of the matter itself: nothing is promised by it, but a stranger at the door is announced. */
async function tellOwnerWhoComes(work: Work, ticket: TicketRow, { name }: StaffMember) {
  if (!categoryOf(work.rules.categories, ticket.category).visit || !ticket.acceptedAt) return
  await tellThese(work, ticket, await followersOf(work, ticket.id), {
    words: 'tickets.owner.helper',
    values: { helper: name },
  })
}

/** 去不了: of a trade the next one is called. */
export async function declineCall(work: Work, step: HelpStep): Promise<HelpAnswer> {
  return ofOnesOwn(work, 'help-decline', step, async (at, help) => {
    if (help.acceptedAt) return leave(work, at, { help, outcome: 'done' })
    const { staff, ticket } = at
    const noted = await recordEvent(work, ticket, {
      kind: 'help-declined',
      note: { name: staff.name, staffId: staff.id },
    })
    await callNext(work, noted, { help, outcome: 'declined', exceptStaffId: at.exceptStaffId })
    return { outcome: 'ok', ticket: noted }
  })
}

/** 协助完了. */
export async function finishHelp(work: Work, step: HelpStep): Promise<HelpAnswer> {
  return ofOnesOwn(work, 'help-done', step, (at, help) =>
    leave(work, at, { help, outcome: 'done' }),
  )
}

/** By whoever called them, has the ticket, or leads. */
export async function sendOff(work: Work, step: HelpStep): Promise<HelpAnswer> {
  return staffStep(work, 'help-send-off', step, async (at): Promise<HelpAnswer> => {
    const { staff, ticket } = at
    const help = await findHelp(work.tx, step.helpId)
    if (!help || help.ticketId !== ticket.id) return { outcome: 'not_found', ticket }
    const mayBe = [help.byStaffId, ticket.assigneeId].includes(staff.id) || supervises(staff)
    if (!mayBe) return { outcome: 'not_yours', ticket }
    if (help.endedAt) return { outcome: 'already', ticket }
    const left = await leave(work, at, { help, outcome: 'sent-off' })
    if (left.ticket) {
      const values = { by: staff.name }
      await tellStaff(work, left.ticket, help.staffId, { words: 'tickets.staff.help_off', values })
    }
    return left
  })
}

async function leave(
  work: Work,
  { ticket, exceptStaffId }: InStep,
  { help, outcome }: { readonly help: HelperRow; readonly outcome: 'done' | 'sent-off' },
): Promise<HelpAnswer> {
  const helper = await nameOfStaff(work, help.staffId)
  const noted = await recordEvent(work, ticket, {
    kind: outcome === 'done' ? 'help-done' : 'help-sent-off',
    note: { name: helper, staffId: help.staffId },
  })
  await endHelp(work, help, {
    outcome,
    words: `tickets.card.help.${outcome}`,
    values: {},
    exceptStaffId,
  })
  const words = outcome === 'done' ? 'tickets.staff.help_done' : 'tickets.staff.help_sent_off'
  await tellConcerned(work, noted, help, { words, values: { helper } })
  return { outcome: 'ok', ticket: noted }
}

/** They do not come: of a trade the next one is called, and whoever is concerned hears which. */
export async function callNext(
  work: Work,
  ticket: TicketRow,
  end: {
    readonly help: HelperRow
    readonly outcome: Extract<HelpOutcome, 'declined' | 'no-answer' | 'left'>
    readonly exceptStaffId?: string | undefined
  },
): Promise<void> {
  const { help, outcome, exceptStaffId } = end
  const words = `tickets.card.help.${outcome}`
  await endHelp(work, help, { outcome, words, values: {}, exceptStaffId })
  const skill = help.skill as Skill | null
  const [next] = skill ? await nextOfTrade(work, ticket, { skill, count: 1 }) : []
  if (next) await callOne(work, ticket, { ...help, member: next, skill })
  const helper = await nameOfStaff(work, help.staffId)
  await tellConcerned(work, ticket, help, {
    words: 'tickets.staff.help_not',
    values: { helper, why: outcome, next: next?.name ?? '' },
    again: `-${help.id}`,
  })
}

/** A step of the one who was called, on a call that is not over. */
async function ofOnesOwn(
  work: Work,
  name: string,
  step: HelpStep,
  act: (at: InStep, help: HelperRow) => Promise<HelpAnswer>,
): Promise<HelpAnswer> {
  return staffStep(work, name, step, async (at): Promise<HelpAnswer> => {
    const { staff, ticket } = at
    const help = await findHelp(work.tx, step.helpId)
    if (!help || help.ticketId !== ticket.id) return { outcome: 'not_found', ticket }
    if (help.staffId !== staff.id) return { outcome: 'not_yours', ticket }
    return help.endedAt ? { outcome: afterTheEnd(name, help), ticket } : act(at, help)
  })
}

/** A second tap on what is done is no mistake worth explaining. */
function afterTheEnd(name: string, { outcome }: HelperRow): 'already' | 'over' {
  return outcome === (name === 'help-decline' ? 'declined' : 'done') ? 'already' : 'over'
}
