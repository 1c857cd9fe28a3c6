/** Writes a project's register as a book of our own form: importing it again changes nothing. */
import type { Database, Tx } from '../../../database/open-database.ts'
import { audit } from '../../audit/audit.ts'
import type { Work } from '../../work.ts'
import type { OurTable } from '../tables.ts'
import { exportContractors } from './export-contractors.ts'
import { exportBills, exportFeeItems, exportRoomFees } from './export-fees.ts'
import { exportBuildings, exportPeople, exportRooms } from './export-homes.ts'
import { exportPatterns } from './export-patterns.ts'
import { exportPayments } from './export-payments.ts'
import { exportPriceItems } from './export-price-items.ts'
import { exportProject } from './export-project.ts'
import { exportCertificates, exportShifts, exportStaff, exportTeams } from './export-staff.ts'
import type { Exporting } from './exporting.ts'
import { type BookRow, writeBook } from './write-book.ts'

export interface ExportDeps extends Pick<Work, 'now' | 'newId' | 'seals' | 'rules' | 'actor'> {
  readonly db: Database
}

export interface ExportWish {
  readonly corpId: string
  readonly projectId: string
  readonly path: string
  /** Phones and identity numbers in the clear; without them the columns stay empty, which an import leaves alone. */
  readonly withNumbers: boolean
}

const READERS: {
  readonly [Table in OurTable]: (exporting: Exporting) => AsyncIterable<BookRow>
} = {
  projects: exportProject,
  buildings: exportBuildings,
  rooms: exportRooms,
  people: exportPeople,
  contractors: exportContractors,
  staff: exportStaff,
  teams: exportTeams,
  certificates: exportCertificates,
  patterns: exportPatterns,
  shifts: exportShifts,
  fee_items: exportFeeItems,
  room_fees: exportRoomFees,
  bills: exportBills,
  payments: exportPayments,
  price_items: exportPriceItems,
}

/** One moment of the register: what changes meanwhile is not half inside. Every export is in the audit log. */
export async function exportBook(deps: ExportDeps, wish: ExportWish): Promise<void> {
  const { projectId, withNumbers, corpId } = wish
  await deps.db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx: Tx) => {
      const exporting = { tx, seals: deps.seals, rules: deps.rules, projectId, withNumbers }
      await writeBook(wish.path, deps.rules.register, (table) => READERS[table](exporting))
      await audit(
        { ...deps, tx },
        {
          action: 'register.export',
          subject: { kind: 'project', id: projectId },
          corpId,
          projectId,
          detail: { withNumbers },
        },
      )
    })
}
