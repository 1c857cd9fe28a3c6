/** Works off what a book says, in the order in which one thing needs another. */
import { applyBills } from './apply/apply-bills.ts'
import { applyCertificates } from './apply/apply-certificates.ts'
import { applyContractors } from './apply/apply-contractors.ts'
import { applyFeeItems } from './apply/apply-fee-items.ts'
import { applyPatterns } from './apply/apply-patterns.ts'
import { applyPayments } from './apply/apply-payments.ts'
import { applyPriceItems } from './apply/apply-price-items.ts'
import { applyProject } from './apply/apply-project.ts'
import { applyRoomFees } from './apply/apply-room-fees.ts'
import { applyRooms } from './apply/apply-rooms.ts'
import { applyShifts } from './apply/apply-shifts.ts'
import { applyStaff } from './apply/apply-staff.ts'
import { applyTeams } from './apply/apply-teams.ts'
import { bringOwners } from './apply/bring-owners.ts'
import type { Applying } from './apply/context.ts'
import { headerOf } from './apply/difference.ts'
import type { BookProgress } from './read-book.ts'
import type { BuildingFacts } from './records.ts'

export async function applyBook(
  at: Omit<Applying, 'progress'>,
  buildings: readonly BuildingFacts[],
  onProgress: (progress: BookProgress) => void,
): Promise<void> {
  await bringOwners(at)
  for (const { sheet, row, name, otherRow } of await at.stage.contradictions()) {
    const header = headerOf(at.rules.register, 'people', 'name')
    at.problems.error({ sheet, row, header, value: name }, 'person_differs', { other: otherRow })
  }
  const total = at.stage.total()
  let done = 0
  const progress = (more: number) => {
    done += more
    onProgress({ phase: 'writing', done, total })
  }
  const applying = { ...at, progress }
  await applyProject(applying)
  await applyRooms(applying, buildings)
  await applyContractors(applying)
  await applyStaff(applying)
  await applyTeams(applying)
  await applyCertificates(applying)
  await applyPatterns(applying)
  await applyShifts(applying)
  await applyFeeItems(applying)
  await applyRoomFees(applying)
  await applyBills(applying)
  await applyPayments(applying)
  await applyPriceItems(applying)
}
