/** What somebody types to find a ticket: a number, a room, or a phone, whole or its last four. */
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { findRoom, findRooms } from '../residents/find-rooms.ts'
import { phoneNumber } from '../residents/phone-number.ts'
import { parseNumber, wholeNumbers } from '../tickets/number.ts'
import type { Work } from '../work.ts'

export type Reader = Pick<Work, 'tx' | 'now' | 'rules' | 'seals'>

/** A keyed hash stands for a whole phone, so that none is ever in an address. */
export interface Wanted {
  readonly text: string
  readonly phoneHash: string
}

const MOST_IDS = 500
const LAST_FOUR = /^\d{4}$/
const SHORT_NUMBER = /^(?:[A-Za-z]{2}-?)?\d{1,6}$/

/** The hash a whole phone is searched by; null for words that are none. */
export function phoneHashOf({ seals }: Pick<Work, 'seals'>, text: string): string | null {
  const number = phoneNumber(text)
  return number ? seals.hash(number) : null
}

/**
 * A condition on `ticket`; each way of reading the words is one look at an index. Words that are nothing of this
 * find nothing.
 */
export async function fitsSearch(
  at: Reader,
  projectIds: readonly string[],
  wanted: Wanted,
): Promise<RawBuilder<SqlBool>> {
  const ids = [...projectIds]
  const ways = wanted.phoneHash
    ? byPhone(ids, wanted.phoneHash)
    : [
        ...byNumber(at, ids, wanted.text),
        ...byLastFour(ids, wanted.text),
        ...(await byRoom(at, ids, wanted.text)),
      ]
  if (ways.length === 0) return sql<SqlBool>`false`
  return sql<SqlBool>`ticket.id IN (${sql.join(ways, sql` UNION `)})`
}

function byPhone(ids: string[], hash: string) {
  return [
    sql`(SELECT p.id FROM ticket p WHERE p."projectId" = ANY (${ids}::text[])
      AND p."contactPhoneHash" = ${hash} ORDER BY p."createdAt" DESC LIMIT ${MOST_IDS})`,
    sql`(SELECT p.id FROM person o JOIN ticket p ON p."reporterPersonId" = o.id
      WHERE o."projectId" = ANY (${ids}::text[]) AND o."phoneHash" = ${hash}
      ORDER BY p."createdAt" DESC LIMIT ${MOST_IDS})`,
  ]
}

function byLastFour(ids: string[], text: string) {
  if (!LAST_FOUR.test(text)) return []
  return [
    sql`(SELECT f.id FROM ticket f WHERE f."projectId" = ANY (${ids}::text[])
      AND f."contactPhoneLast4" = ${text} ORDER BY f."createdAt" DESC LIMIT ${MOST_IDS})`,
  ]
}

function byNumber({ rules }: Reader, ids: string[], text: string) {
  const typed = parseNumber(text)
  if (!typed) return []
  const prefixes = Object.values(rules.categories.kinds).map((kind) => kind.prefix)
  const whole = wholeNumbers(typed, prefixes)
  if (whole.length > 0) {
    return [
      sql`(SELECT n.id FROM ticket n WHERE n."projectId" = ANY (${ids}::text[])
        AND n.number = ANY (${whole}::text[]))`,
    ]
  }
  if (!SHORT_NUMBER.test(text)) return []
  const serial = String(typed.serial).padStart(4, '0')
  return [
    sql`(SELECT n.id FROM ticket n WHERE n."projectId" = ANY (${ids}::text[])
      AND split_part(n.number, '-', 2) = ${serial} ORDER BY n."createdAt" DESC LIMIT ${MOST_IDS})`,
  ]
}

async function byRoom(at: Reader, ids: string[], text: string) {
  const found = await Promise.all(ids.map((id) => roomsOf(at, id, text)))
  const rooms = found.flat()
  if (rooms.length === 0) return []
  return [
    sql`(SELECT r.id FROM ticket r WHERE r."roomId" = ANY (${rooms}::text[])
      ORDER BY r."createdAt" DESC LIMIT ${MOST_IDS})`,
  ]
}

async function roomsOf(at: Reader, projectId: string, text: string): Promise<string[]> {
  const one = await findRoom(at, projectId, text)
  if (one) return [one.id]
  if (!/^[A-Za-z]?\d{2,5}$/.test(text)) return []
  return (await findRooms(at, projectId, { room: text })).map(({ id }) => id)
}
