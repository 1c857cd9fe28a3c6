/** A code nobody can foresee. */
import { randomInt } from 'node:crypto'

/** "000000" to "999999", each as likely as any other. */
export function sixDigits(): string {
  return randomInt(0, 1_000_000).toString().padStart(6, '0')
}
