/** Through which door a matter came in (servicedesk.md A1, "keep channel"). */
import { accountOf } from '../residents/account.ts'
import type { OwnerActor } from '../work.ts'

/** `kf` or `web` of an owner who wrote; staff's own words for the rest stand where they log. */
export function reportedThrough(actor: OwnerActor): string {
  return accountOf(actor).channel.replace(/^wecom-/, '')
}
