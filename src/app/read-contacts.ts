/** Reads the customers of stewards now and then and repairs their tags; a company that has not opened 客户联系 to the app is told once. */
import { SendRefused } from '../channels/channel.ts'
import type { Clock } from '../database/clock.ts'
import type { Database } from '../database/open-database.ts'
import type { ContactPlatform } from '../desk/contacts/platform.ts'
import { readContacts } from '../desk/contacts/read-contacts.ts'
import type { ContactRules } from '../desk/contacts/rules.ts'
import { stepTags } from '../desk/contacts/step-tags.ts'
import type { Log } from '../log.ts'
import { allOf } from './all-of.ts'

export interface QuietReading {
  readonly db: Database
  readonly clock: Clock
  readonly rules: ContactRules
  readonly log: Log
}

/** What the job does each time: company after company, and what one does not allow holds up no other. */
export function quietContactReaders(
  deps: QuietReading,
  companies: ReadonlyMap<string, { readonly contacts: ContactPlatform }>,
): () => Promise<void> {
  return allOf([...companies].map(([corpId, { contacts }]) => quietReader(deps, corpId, contacts)))
}

function quietReader(
  deps: QuietReading,
  corpId: string,
  platform: ContactPlatform,
): () => Promise<void> {
  const { db, clock, rules, log } = deps
  const reading = { db, platform, corpId, now: () => clock.now() }
  let isTold = false
  return async () => {
    try {
      await readContacts(reading)
      await stepTags({ ...reading, rules })
      isTold = false
    } catch (error) {
      if (!(error instanceof SendRefused && error.refusal === 'config')) throw error
      if (!isTold)
        log.warn({ err: error, corpId }, 'the app may not read customers: notices reach nobody')
      isTold = true
    }
  }
}
