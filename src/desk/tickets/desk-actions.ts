/** What flows of the service centre may ask for: its lists, and one ticket of them as a card. */
import { z } from 'zod'
import { type Action, defineAction } from '../action.ts'
import { audit } from '../audit/audit.ts'
import type { StaffMember } from '../staff/staff.ts'
import type { StaffActor, Work } from '../work.ts'
import { DESK_LISTS, deskList, deskSelves } from './desk-lists.ts'
import { showSheet } from './desk-sheet.ts'
import { optional, words } from './inputs.ts'
import { actingStaff } from './staff-step.ts'
import { findTicket } from './ticket.ts'

const list = defineAction({
  name: 'tickets.desk_list',
  with: { list: { type: 'choice' }, words: { type: 'text', optional: true } },
  input: z.object({ list: z.enum(DESK_LISTS), words: optional(words) }),
  outcomes: ['none', 'some', 'not_yours'],
  /** `count` of all there are, `listed` of those in `items`. */
  result: { items: 'list', count: 'integer', listed: 'integer' },
  async run(work, { list: wanted, words: said = '' }) {
    const member = await actingStaff(work)
    const selves = await deskSelves(work, member)
    if (selves.length === 0) return refused(work, member, wanted)
    const { lines, count } = await deskList(work, selves, { list: wanted, words: said })
    const result = { items: lines, count, listed: lines.length }
    return { outcome: lines.length > 0 ? 'some' : 'none', result }
  },
})

/** By id: numbers of two projects may be the same. The card acts for the project it is about. */
const sheet = defineAction({
  name: 'tickets.desk_sheet',
  with: { ticket: { type: 'text' } },
  input: z.object({ ticket: words }),
  outcomes: ['ok', 'not_yours'],
  result: { number: 'text' },
  async run(work, { ticket: ticketId }) {
    const member = await actingStaff(work)
    const ticket = await findTicket(work.tx, ticketId)
    const selves = await deskSelves(work, member)
    const self = selves.find(({ projectId }) => projectId === ticket?.projectId)
    if (!ticket || !self) return refused(work, member, 'sheet')
    const actor: StaffActor = { ...(work.actor as StaffActor), ...ofProject(self) }
    const { outcome } = await showSheet({ ...work, actor }, { ticketId })
    return { outcome: outcome === 'ok' ? 'ok' : 'not_yours', result: { number: ticket.number } }
  },
})

export const deskActions: readonly Action[] = [list, sheet]

function ofProject({ id: staffId, projectId }: StaffMember) {
  return { staffId, projectId }
}

async function refused(work: Work, member: StaffMember, wanted: string) {
  await audit(work, {
    action: 'ticket.desk-list',
    subject: { kind: 'staff', id: member.id },
    corpId: member.corpId,
    projectId: member.projectId,
    detail: { wanted, outcome: 'not_yours' },
  })
  return { outcome: 'not_yours' as const }
}
