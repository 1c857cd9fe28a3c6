/** The name of a place, a device or a person as it is kept. */
import type { Work } from '../work.ts'
import { cleanText } from './clean-text.ts'

/** Cut where it is longer than the rules allow (rules/tickets.yaml, `max_name_chars`). */
export function cleanName(work: Work, text: string): string {
  return cleanText(text, work.rules.tickets.max_name_chars)
}
