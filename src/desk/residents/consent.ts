/** What a person agrees to before a chat account is bound: the wording and its version. */
import { DeskError } from '../errors.ts'
import type { ResidentRules } from './rules.ts'

export interface Consent {
  readonly version: string
  readonly text: string
}

/** The wording asked for today: the first in rules/residents.yaml. */
export function currentConsent(rules: ResidentRules): Consent {
  const [first] = rules.consents
  if (first) return first
  throw new DeskError('unknown-consent', 'rules/residents.yaml holds no consent')
}

/**
 * The wording of a version, so that what is kept is what the person read, even when it has changed since.
 * @throws DeskError `unknown-consent` for a version that was never asked
 */
export function consentOf(rules: ResidentRules, version: string): Consent {
  const consent = rules.consents.find((known) => known.version === version)
  if (consent) return consent
  throw new DeskError('unknown-consent', `No consent of version ${version} in rules/residents.yaml`)
}
