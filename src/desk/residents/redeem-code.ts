/** A person types the six digits from the steward: bound at once, or told nothing about why not. */
import type { OwnerActor, Work } from '../work.ts'
import { accountOf, type ChatAccount, lockAccount, ownerOf } from './account.ts'
import { activateBinding } from './activate-binding.ts'
import { withdrawApplication } from './close-application.ts'
import type { Consent } from './consent.ts'
import { estateDay } from './estate-day.ts'
import { holderLivesThere } from './homes-of.ts'
import { codeHash } from './issue-code.ts'
import type { Relation } from './relations.ts'

export type RedeemAnswer =
  | {
      readonly outcome: 'bound'
      readonly room: string
      readonly roomLabel: string
      readonly name: string
      readonly relation: Relation
    }
  /** Wrong, expired, used and unknown codes are all this, so that nobody learns which codes exist. */
  | { readonly outcome: 'wrong' }
  /** Too many wrong tries: the right code is refused as well. */
  | { readonly outcome: 'too_many' }

const A_DAY_MS = 86_400_000

/** Two accounts typing one code at once: the database lets one have it. */
export async function redeemCode(
  work: Work,
  typed: string,
  consent: Consent,
): Promise<RedeemAnswer> {
  const owner = ownerOf(work)
  const account = accountOf(owner)
  await lockAccount(work.tx, account)
  if ((await triesLeft(work, account)) <= 0) return { outcome: 'too_many' }
  const claimed = await claimCode(work, owner, typed.normalize('NFKC').replace(/\s+/g, ''))
  await keepTry(work, account, claimed !== null)
  if (!claimed) return { outcome: 'wrong' }
  const { projectId, personId, name, roomId, relation } = claimed
  await withdrawApplication(work, account, roomId)
  const room = await activateBinding(work, {
    account,
    projectId,
    conversationId: owner.conversationId,
    personId,
    name,
    roomId,
    relation,
    source: 'CODE',
    consent,
    decidedBy: claimed.issuedBy,
  })
  return { outcome: 'bound', room: room.code, roomLabel: room.label, name, relation }
}

async function triesLeft(work: Work, account: ChatAccount): Promise<number> {
  const { tries, tries_minutes } = work.rules.residents.code
  const { made } = await work.tx
    .selectFrom('binding_attempt')
    .select((select) => select.fn.countAll<string>().as('made'))
    .where('corpId', '=', account.corpId)
    .where('externalUserId', '=', account.userId)
    .where('ok', '=', false)
    .where('at', '>', new Date(work.now.getTime() - tries_minutes * 60_000))
    .executeTakeFirstOrThrow()
  return tries - Number(made)
}

async function keepTry(work: Work, account: ChatAccount, ok: boolean): Promise<void> {
  const { corpId, userId: externalUserId } = account
  await work.tx
    .deleteFrom('binding_attempt')
    .where('corpId', '=', corpId)
    .where('externalUserId', '=', externalUserId)
    .where('at', '<', new Date(work.now.getTime() - A_DAY_MS))
    .execute()
  await work.tx
    .insertInto('binding_attempt')
    .values({ id: work.newId(), corpId, externalUserId, at: work.now, ok })
    .execute()
}

interface ClaimedCode {
  readonly projectId: string
  readonly personId: string
  readonly name: string
  readonly roomId: string
  readonly relation: Relation
  readonly issuedBy: string
}

/**
 * Uses the code up in one statement; only while the person still belongs to the room. Any account of the company
 * will do: one account may serve several projects, and the code says which one is meant.
 */
async function claimCode(work: Work, owner: OwnerActor, code: string): Promise<ClaimedCode | null> {
  const claimed = await work.tx
    .updateTable('binding_code')
    .from('person')
    .set({ usedAt: work.now, usedBy: owner.conversationId })
    .whereRef('person.id', '=', 'binding_code.personId')
    .where('person.deletedAt', 'is', null)
    .where('binding_code.corpId', '=', owner.corpId)
    .where('binding_code.codeHash', '=', codeHash(work, owner.corpId, code))
    .where('binding_code.usedAt', 'is', null)
    .where('binding_code.expiresAt', '>', work.now)
    .where(holderLivesThere('binding_code', estateDay(work.now)))
    .returning(['person.id as personId', 'person.name', 'binding_code.roomId'])
    .returning(['binding_code.projectId', 'binding_code.relation', 'binding_code.issuedBy'])
    .executeTakeFirst()
  return claimed ? { ...claimed, relation: claimed.relation as Relation } : null
}
