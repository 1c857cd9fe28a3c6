/** Who a browser is logged in as: a random token in its cookie, and here the row that its hash finds. */
import { randomBytes } from 'node:crypto'
import type { Tx } from '../../database/open-database.ts'
import type { Seals } from '../../database/sealed.ts'
import type { AccessRules } from './rules.ts'

export interface AccessWork {
  readonly tx: Tx
  readonly now: Date
  readonly newId: () => string
  readonly seals: Seals
  readonly rules: AccessRules
}

type SessionKind = 'staff' | 'admin' | 'owner'

/** Of staff the holder is the id in the company directory, of the administrator their row, of an owner the conversation. */
export interface Holder {
  readonly corpId: string
  readonly kind: SessionKind
  readonly holder: string
}

export interface Session extends Holder {
  readonly id: string
}

const TOKEN_BYTES = 32

/** A new session and the token that opens it: nothing a browser brought along ever becomes one. */
export async function openSession(
  { tx, now, newId, seals, rules }: AccessWork,
  of: Holder,
): Promise<{ readonly id: string; readonly token: string; readonly expiresAt: Date }> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  const id = newId()
  const minutes = of.kind === 'owner' ? rules.owner_session_minutes : rules.staff_session_hours * 60
  const expiresAt = new Date(now.getTime() + minutes * 60_000)
  const times = { createdAt: now, seenAt: now, expiresAt }
  const row = { id, tokenHash: seals.hash(token), ...of, ...times }
  await tx.insertInto('web_session').values(row).execute()
  return { id, token, expiresAt }
}

/** Null when there is none of this kind, its time is over, or nobody was there for too long. */
export async function findSession(
  { tx, now, seals, rules }: AccessWork,
  kind: SessionKind,
  token: string | undefined,
): Promise<Session | null> {
  if (!token) return null
  const row = await tx
    .selectFrom('web_session')
    .select(['id', 'corpId', 'holder', 'seenAt'])
    .where('tokenHash', '=', seals.hash(token))
    .where('kind', '=', kind)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  if (!row) return null
  const unseenMs = now.getTime() - row.seenAt.getTime()
  if (kind !== 'owner' && unseenMs > rules.staff_idle_minutes * 60_000) return null
  if (unseenMs > rules.seen_step_seconds * 1000) {
    await tx.updateTable('web_session').set({ seenAt: now }).where('id', '=', row.id).execute()
  }
  return { id: row.id, corpId: row.corpId, kind, holder: row.holder }
}

export async function endSession(
  { tx, seals }: Pick<AccessWork, 'tx' | 'seals'>,
  token: string | undefined,
): Promise<void> {
  if (!token) return
  await tx.deleteFrom('web_session').where('tokenHash', '=', seals.hash(token)).execute()
}
