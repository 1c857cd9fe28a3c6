/** Somebody opened the chat by a code of the desk: which home is meant, and binding to it with one tap. */
import { accountOf, lockAccount, ownerOf } from '../residents/account.ts'
import { activateBinding } from '../residents/activate-binding.ts'
import { withdrawApplication } from '../residents/close-application.ts'
import type { Consent } from '../residents/consent.ts'
import { estateDay } from '../residents/estate-day.ts'
import { holderLivesThere } from '../residents/homes-of.ts'
import type { Relation } from '../residents/relations.ts'
import type { Work } from '../work.ts'

export type Scanned =
  /** A room's code: agreeing binds. */
  | { readonly outcome: 'room'; readonly label: string }
  /** A building's: who they are is asked and decided as ever. */
  | { readonly outcome: 'place'; readonly label: string }
  /** Used, too old, or never made: nobody learns which. */
  | { readonly outcome: 'unknown' }

export async function scanned(work: Work, token: string): Promise<Scanned> {
  const way = await work.tx
    .selectFrom('contact_way')
    .select(['scope', 'label', 'expiresAt', 'usedAt'])
    .where('id', '=', token)
    .where('corpId', '=', ownerOf(work).corpId)
    .executeTakeFirst()
  if (way?.scope === 'unit') return { outcome: 'place', label: way.label }
  const isGood = way && way.usedAt === null && way.expiresAt !== null && way.expiresAt > work.now
  return isGood ? { outcome: 'room', label: way.label } : { outcome: 'unknown' }
}

export type RedeemedScan =
  | { readonly outcome: 'bound'; readonly roomLabel: string; readonly relation: Relation }
  | { readonly outcome: 'unknown' }

/** Uses the code up in one statement; only while its person still belongs to the room. */
export async function redeemScan(
  work: Work,
  token: string,
  consent: Consent,
): Promise<RedeemedScan> {
  const owner = ownerOf(work)
  const account = accountOf(owner)
  await lockAccount(work.tx, account)
  const way = await work.tx
    .updateTable('contact_way')
    .from('person')
    .set({ usedAt: work.now, usedBy: owner.conversationId })
    .whereRef('person.id', '=', 'contact_way.personId')
    .where('person.deletedAt', 'is', null)
    .where('contact_way.id', '=', token)
    .where('contact_way.corpId', '=', owner.corpId)
    .where('contact_way.scope', '=', 'room')
    .where('contact_way.usedAt', 'is', null)
    .where('contact_way.expiresAt', '>', work.now)
    .where(holderLivesThere('contact_way', estateDay(work.now)))
    .returning(['person.id as personId', 'person.name', 'contact_way.roomId'])
    .returning(['contact_way.projectId', 'contact_way.relation', 'contact_way.madeBy'])
    .executeTakeFirst()
  if (!way?.roomId) return { outcome: 'unknown' }
  const { personId, name, roomId, projectId, madeBy } = way
  const relation = way.relation as Relation
  await withdrawApplication(work, account, roomId)
  const room = await activateBinding(work, {
    ...{ account, projectId, personId, name, roomId, relation, consent },
    conversationId: owner.conversationId,
    source: 'CODE',
    decidedBy: madeBy,
  })
  return { outcome: 'bound', roomLabel: room.label, relation }
}
