/** The local administrator: made at the first start, locked out after too many tries, given a new password by command. */
import type { Database, Tx } from '../../database/open-database.ts'
import { audit } from '../audit/audit.ts'
import { LOCAL_ADMIN } from '../staff/local-admin.ts'
import { hashPassword, isPassword, newPassword } from './password.ts'
import type { AccessRules } from './rules.ts'

export interface AdminDeps {
  readonly db: Database
  readonly clock: { now(): Date }
  readonly newId: () => string
}

/**
 * The password of an administrator made just now; null when there is one already. Of several processes that start at
 * once one gets it. It is kept nowhere: whoever loses it sets a new one.
 */
export async function firstPassword({ db, clock, newId }: AdminDeps): Promise<string | null> {
  const known = await db.selectFrom('local_admin').select('id').executeTakeFirst()
  if (known) return null
  const password = newPassword()
  const passwordHash = await hashPassword(password)
  return await db.transaction().execute(async (tx) => {
    const made = await tx
      .insertInto('local_admin')
      .values({ id: LOCAL_ADMIN, passwordHash, madeAt: clock.now() })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (made) await note({ tx, now: clock.now(), newId }, 'admin.made')
    return made ? password : null
  })
}

/** Another password from now on: whoever is logged in with the old one is logged out, and no door stays locked. */
export async function replacePassword({ db, clock, newId }: AdminDeps): Promise<string> {
  const password = newPassword()
  const row = { passwordHash: await hashPassword(password), madeAt: clock.now() }
  const fresh = { ...row, tries: 0, lockedUntil: null }
  await db.transaction().execute(async (tx) => {
    await tx
      .insertInto('local_admin')
      .values({ id: LOCAL_ADMIN, ...fresh })
      .onConflict((conflict) => conflict.column('id').doUpdateSet(fresh))
      .execute()
    await tx.deleteFrom('web_session').where('kind', '=', 'admin').execute()
    await note({ tx, now: clock.now(), newId }, 'admin.new-password')
  })
  return password
}

/** `locked`: too many tries; nothing was compared. */
export type Tried = 'ok' | 'wrong' | 'locked'

/**
 * Compares a password. A try counts before it is compared, so that no number of tries at one moment passes the limit;
 * the right one sets the count back.
 */
export async function tryPassword(
  { db, clock, newId }: AdminDeps,
  rules: AccessRules,
  given: string,
): Promise<Tried> {
  const inWork = <T>(run: (at: At) => Promise<T>) =>
    db.transaction().execute((tx) => run({ tx, now: clock.now(), newId }))
  const hash = await inWork((at) => takeTry(at, rules))
  if (hash === null) return 'locked'
  const isRight = await isPassword(given, hash)
  return await inWork(async (at) => {
    // Replaced while it was compared, it is the password of nobody.
    const isTaken = isRight && (await openDoor(at.tx, hash))
    await note(at, isTaken ? 'admin.log-in' : 'admin.wrong-password')
    return isTaken ? 'ok' : 'wrong'
  })
}

interface At {
  readonly tx: Tx
  readonly now: Date
  readonly newId: () => string
}

/** False when another password has taken the place of this one. */
async function openDoor(tx: Tx, hash: string): Promise<boolean> {
  const row = await tx
    .updateTable('local_admin')
    .set({ tries: 0, lockedUntil: null })
    .where('passwordHash', '=', hash)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/** The hash to compare with; null while the door is locked or nobody was ever made. */
async function takeTry({ tx, now }: At, rules: AccessRules): Promise<string | null> {
  const row = await tx.selectFrom('local_admin').selectAll().forUpdate().executeTakeFirst()
  if (!row || (row.lockedUntil && row.lockedUntil > now)) return null
  // A lock that is over begins the count anew.
  const tries = (row.lockedUntil ? 0 : row.tries) + 1
  const isLast = tries >= rules.admin_tries
  const until = new Date(now.getTime() + rules.admin_lock_minutes * 60_000)
  const set = { tries, lockedUntil: isLast ? until : null }
  await tx.updateTable('local_admin').set(set).execute()
  return row.passwordHash
}

/** Of this installation, not of a company. */
async function note({ tx, now, newId }: At, action: string): Promise<void> {
  const actor = { kind: 'system', name: LOCAL_ADMIN } as const
  const subject = { kind: 'admin', id: LOCAL_ADMIN }
  await audit(
    { tx, now, newId, actor },
    { action, subject, corpId: '', projectId: null, detail: {} },
  )
}
