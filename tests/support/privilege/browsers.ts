/** Browsers of everybody: logged in as somebody, as nobody, with a session that is over, forged or of one who left. */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Parts } from '../../../src/app/parts.ts'
import { openSession } from '../../../src/desk/access/sessions.ts'
import { type Cast, STAFF } from './cast.ts'

export type Browser = (
  method: string,
  path: string,
  form?: Readonly<Record<string, string>>,
  headers?: Readonly<Record<string, string>>,
) => Promise<Response>

const OWN = { 'sec-fetch-site': 'same-origin' }

/** Redirects are not followed. Posts come from a page of the desk, unless the headers say otherwise. */
export function browserWith(url: string, cookie: string): Browser {
  return (method, path, form = {}, headers = OWN) =>
    fetch(`${url}${path}`, {
      ...{ method, redirect: 'manual', headers: { cookie, ...headers } },
      ...(method === 'GET' ? {} : { body: new URLSearchParams({ ...form }) }),
    })
}

/** The cookie of a member's browser, logged in at some moment. */
async function sessionOf(parts: Parts, holder: string, now = new Date()): Promise<string> {
  const { ground, seals, rules } = parts.base
  const { token } = await ground.db
    .transaction()
    .execute((tx) =>
      openSession(
        { tx, now, seals, newId: randomUUID, rules: rules.desk.access },
        { corpId: 'corp-1', kind: 'staff', holder },
      ),
    )
  return `guanjia_staff=${token}`
}

/** The cookie of everybody on the staff of the cast, by role. */
export async function staffCookies(
  parts: Parts,
  cast: Cast,
): Promise<ReadonlyMap<(typeof STAFF)[number], string>> {
  const made = STAFF.map(async (role) => {
    const { userId } = await parts.base.ground.db
      .selectFrom('staff')
      .select('userId')
      .where('id', '=', cast[role].staffId)
      .executeTakeFirstOrThrow()
    return [role, await sessionOf(parts, userId)] as const
  })
  return new Map(await Promise.all(made))
}

const HOUR_MS = 3_600_000

/** Cookies that let nobody in, by what is wrong with them. */
export async function badCookies(
  parts: Parts,
  { member, left }: { readonly member: string; readonly left: string },
): Promise<Readonly<Record<string, string>>> {
  const good = await sessionOf(parts, member)
  return {
    none: '',
    empty: 'guanjia_staff=',
    forged: `guanjia_staff=${randomBytes(32).toString('base64url')}`,
    changed: good.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    'of an owner': good.replace('guanjia_staff', 'guanjia_owner'),
    injected: "guanjia_staff=' OR 1=1 --",
    expired: await sessionOf(parts, member, new Date(Date.now() - 13 * HOUR_MS)),
    'of one who left': await sessionOf(parts, left),
  }
}
