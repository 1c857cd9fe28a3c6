/** What the desk has done over the network by itself, by name: for the loop that works orders off. */
import type { CompanyPlatform } from '../channels/wecom/company-platforms.ts'
import type { Doable } from '../conversation/orders/settle-order.ts'
import { RemoteFailed } from '../desk/action.ts'
import { contactErrands } from '../desk/contacts/errands.ts'
import { directoryErrands } from '../desk/directory/errands.ts'
import type { DeskErrand } from '../desk/errands/errand.ts'
import { noticeErrands } from '../desk/notices/task-errands.ts'
import type { Parts } from './parts.ts'

export function errandsOf(parts: Parts): ReadonlyMap<string, Doable> {
  const companies = [...parts.wecom.companies].map(
    ([corpId, company]) => [corpId, errandsOfCompany(parts, corpId, company)] as const,
  )
  const byCompany = new Map(companies)
  const [first] = companies
  return new Map([...(first?.[1] ?? [])].map(([name, errand]) => [name, routed(errand, byCompany)]))
}

type Errands = ReadonlyMap<string, DeskErrand>

function errandsOfCompany(
  { base, talk }: Parts,
  corpId: string,
  { contacts: platform, directory }: CompanyPlatform,
): Errands {
  const { clock, rules, ground } = base
  const { db } = ground
  const errands = [
    ...noticeErrands(platform, db),
    ...directoryErrands({ platform: directory, now: () => clock.now() }),
    ...contactErrands({
      ...{ db, platform, corpId },
      now: () => clock.now(),
      rules: rules.desk.contacts,
      say: talk.orders.words.text,
    }),
  ]
  return new Map(errands.map((errand) => [errand.name, errand] as const))
}

/** Every errand is done on the platform of the company that ordered it. */
function routed(errand: DeskErrand, byCompany: ReadonlyMap<string, Errands>): Doable {
  const { name, lookup } = errand
  const mine = (corpId: string) => {
    const found = byCompany.get(corpId)?.get(name)
    if (!found) throw new RemoteFailed(`no app of the company ${corpId} is configured`, true)
    return found
  }
  return {
    send: async (order, given) => mine(given.corpId).send(order, given),
    ...(lookup && {
      lookup: async (order, given) => (await mine(given.corpId).lookup?.(order, given)) ?? 'absent',
    }),
    settled: errand.settled,
  }
}
