/** Who stands in for whom: worked off once everybody of the book is there. */
import type { Staged } from '../stage.ts'
import { type Applying, stagedOf } from './context.ts'
import { headerOf } from './difference.ts'
import { type Member, readMembers, reportNobody } from './members.ts'

/** `fresh`: accounts this book adds; their replacement is part of that. */
export async function applyReplacements(
  applying: Applying,
  fresh: ReadonlySet<string>,
): Promise<void> {
  const memberOf = await readMembers(applying)
  const known = await knownReplacements(applying)
  // Everybody of the book was counted as progress before.
  const again = { ...applying, progress: () => undefined }
  for await (const staged of stagedOf(again, 'staff')) {
    const member = memberOf(staged.key)
    const { replacement } = staged.data
    if (replacement === undefined || !member) continue
    const other = replacement === null ? null : memberOf(replacement)
    if (!isFit(applying, staged, { member, other })) continue
    const change = { before: known.get(member.id) ?? null, after: other ?? null }
    await keep(applying, member, { ...change, isFresh: fresh.has(staged.key) })
  }
}

interface Change {
  readonly before: Colleague | null
  readonly after: Colleague | null
}

async function keep(
  applying: Applying,
  member: Member,
  { before, after, isFresh }: Change & { readonly isFresh: boolean },
): Promise<void> {
  if (before?.id === after?.id) return
  const set = { replacementId: after?.id ?? null }
  await applying.tx.updateTable('staff').set(set).where('id', '=', member.id).execute()
  if (!isFresh) note(applying, member, { before, after })
}

interface Colleague {
  readonly id: string
  readonly userId: string
}

async function knownReplacements({
  tx,
  projectId,
}: Applying): Promise<ReadonlyMap<string, Colleague>> {
  const rows = await tx
    .selectFrom('staff')
    .innerJoin('staff as other', 'other.id', 'staff.replacementId')
    .select(['staff.id as forId', 'other.id', 'other.userId'])
    .where('staff.projectId', '=', projectId)
    .execute()
  return new Map(rows.map(({ forId, ...other }) => [forId, other]))
}

/** Nobody unknown, and nobody for themselves; what does not fit is said. */
function isFit(
  applying: Applying,
  { sheet, row, data }: Staged<'staff'>,
  { member, other }: { readonly member: Member; readonly other: Member | null | undefined },
): boolean {
  const value = data.replacement ?? ''
  if (other === undefined) {
    reportNobody(applying, { sheet, row }, { table: 'staff', field: 'replacement', value })
    return false
  }
  if (other?.id !== member.id) return true
  const header = headerOf(applying.rules.register, 'staff', 'replacement')
  applying.problems.error({ sheet, row, header, value }, 'own_replacement')
  return false
}

function note({ rules, changes }: Applying, member: Member, { before, after }: Change): void {
  const field = headerOf(rules.register, 'staff', 'replacement')
  changes.add({
    kind: 'staff',
    action: 'changed',
    label: `${member.name}（${member.userId}）`,
    differences: [{ field, old: before?.userId ?? null, new: after?.userId ?? null }],
  })
}
