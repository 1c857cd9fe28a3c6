/** Seals an identity number: to be opened by who may, and to be found again without opening. */
import type { Seals } from '../../../database/sealed.ts'
import type { SealedText } from '../records.ts'

export function sealText(seals: Seals, text: string): SealedText {
  return { enc: seals.seal(text), hash: seals.hash(`id-number/${text}`) }
}
