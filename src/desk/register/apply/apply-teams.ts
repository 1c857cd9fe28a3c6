/** Who leads each team: it is they who hear first of what their people leave undone (roster/leads-for.ts). */
import type { Staged } from '../stage.ts'
import { type Applying, stagedOf } from './context.ts'
import { headerOf } from './difference.ts'
import { readMembers, reportNobody } from './members.ts'

interface Known {
  readonly id: string
  readonly leadId: string | null
  /** The account of the lead. */
  readonly lead: string | null
}

/** A team the book does not name stays as it is; so does a lead whose cell is empty. */
export async function applyTeams(applying: Applying): Promise<void> {
  const memberOf = await readMembers(applying)
  const known = await knownTeams(applying)
  const stated = new Map<string, number>()
  for await (const staged of stagedOf(applying, 'team')) {
    const { sheet, row, data } = staged
    const twin = stated.get(data.name)
    stated.set(data.name, row)
    const lead = data.lead && memberOf(data.lead)
    if (twin !== undefined) reportTwin(applying, staged, twin)
    else if (data.lead && !lead) {
      const cell = { table: 'teams', field: 'lead', value: data.lead } as const
      reportNobody(applying, { sheet, row }, cell)
    } else await keep(applying, known.get(data.name), { name: data.name, lead })
  }
}

interface Lead {
  readonly id: string
  readonly userId: string
}

async function keep(
  { tx, projectId, newId, changes, rules }: Applying,
  before: Known | undefined,
  { name, lead }: { readonly name: string; readonly lead: Lead | '' | null | undefined },
): Promise<void> {
  const leadId = lead ? lead.id : null
  if (!before) {
    await tx.insertInto('team').values({ id: newId(), projectId, name, leadId }).execute()
    changes.add({ kind: 'team', action: 'added', label: name, differences: [] })
    return
  }
  if (lead === undefined || before.leadId === leadId) return
  await tx.updateTable('team').set({ leadId }).where('id', '=', before.id).execute()
  const field = headerOf(rules.register, 'teams', 'lead')
  const difference = { field, old: before.lead, new: lead ? lead.userId : null }
  changes.add({ kind: 'team', action: 'changed', label: name, differences: [difference] })
}

async function knownTeams({ tx, projectId }: Applying): Promise<ReadonlyMap<string, Known>> {
  const rows = await tx
    .selectFrom('team')
    .leftJoin('staff', 'staff.id', 'team.leadId')
    .select(['team.id', 'team.name', 'team.leadId', 'staff.userId as lead'])
    .where('team.projectId', '=', projectId)
    .execute()
  return new Map(rows.map(({ name, ...known }) => [name, known]))
}

function reportTwin(
  { problems, rules }: Applying,
  { sheet, row, data }: Staged<'team'>,
  other: number,
): void {
  const header = headerOf(rules.register, 'teams', 'team')
  problems.error({ sheet, row, header, value: data.name }, 'row_twice', { other })
}
