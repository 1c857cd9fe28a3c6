/** Reads the customers of stewards now and then and repairs their tags; a company that has not opened 客户联系 to the app is told once. */
import { SendRefused } from '../channels/channel.ts'
import type { Wecom } from '../channels/wecom/open-wecom.ts'
import type { Clock } from '../database/clock.ts'
import type { Database } from '../database/open-database.ts'
import { readContacts } from '../desk/contacts/read-contacts.ts'
import type { ContactRules } from '../desk/contacts/rules.ts'
import { stepTags } from '../desk/contacts/step-tags.ts'
import type { Log } from '../log.ts'

export interface QuietReading {
  readonly db: Database
  readonly clock: Clock
  readonly wecom: Wecom
  readonly corpId: string
  readonly rules: ContactRules
  readonly log: Log
}

/** What the job does each time. */
export function quietContactReader(deps: QuietReading): () => Promise<void> {
  const { db, clock, wecom, corpId, rules, log } = deps
  const reading = { db, platform: wecom.contacts, corpId, now: () => clock.now() }
  let isTold = false
  return async () => {
    try {
      await readContacts(reading)
      await stepTags({ ...reading, rules })
      isTold = false
    } catch (error) {
      if (!(error instanceof SendRefused && error.refusal === 'config')) throw error
      if (!isTold) log.warn({ err: error }, 'the app may not read customers: notices reach nobody')
      isTold = true
    }
  }
}
