/** What the desk has done over the network by itself, by name: for the loop that works orders off. */
import type { Doable } from '../conversation/orders/settle-order.ts'
import { contactErrands } from '../desk/contacts/errands.ts'
import { noticeErrands } from '../desk/notices/task-errands.ts'
import type { Parts } from './parts.ts'

export function errandsOf({ base, talk, wecom }: Parts): ReadonlyMap<string, Doable> {
  const { clock, rules, ground } = base
  const errands = [
    ...noticeErrands(wecom.contacts, ground.db),
    ...contactErrands({
      db: ground.db,
      platform: wecom.contacts,
      corpId: base.wecom.corpId,
      now: () => clock.now(),
      rules: rules.desk.contacts,
      say: talk.orders.words.text,
    }),
  ]
  return new Map(errands.map((errand) => [errand.name, errand] as const))
}
