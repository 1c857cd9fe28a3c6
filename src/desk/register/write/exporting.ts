/** What the readers of each table are handed, and how they write words and sealed numbers. */
import type { Work } from '../../work.ts'
import type { LegendName } from '../legends.ts'

export interface Exporting extends Pick<Work, 'tx' | 'seals' | 'rules'> {
  readonly projectId: string
  readonly withNumbers: boolean
}

/** The word our own template uses for an identifier. */
export function wordOf(
  { rules }: Pick<Exporting, 'rules'>,
  legend: LegendName,
  id: string | null,
): string | null {
  return id === null ? null : (rules.register.legends[legend][id]?.[0] ?? id)
}

/** A phone or identity number, when the export is to hold them. */
export function opened(
  { seals, withNumbers }: Pick<Exporting, 'seals' | 'withNumbers'>,
  sealed: string | null,
): string | null {
  return withNumbers && sealed ? seals.open(sealed) : null
}
