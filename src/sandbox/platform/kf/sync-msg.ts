/** kf/sync_msg: pulling what customers said, page by page (wecom.md 3.2, path/94670). */
import { takeFault } from '../faults.ts'
import { integer, text } from '../fields.ts'
import type { JsonObject } from '../json.ts'
import { countWithin } from '../pace.ts'
import { need } from '../refused.ts'
import type { KfLogRow } from '../store/rows.ts'
import { DAY_MS, hasPassed, type World } from '../world.ts'
import { namedAccount } from './accounts.ts'
import { lastSeq } from './log.ts'

/** Older items can no longer be pulled. */
const HORIZON_MS = 3 * DAY_MS

const MOST_PER_PAGE = 1000

/** "Strictly limited" is all the documents say of calls without a token; ours is ten a minute. */
const WITHOUT_TOKEN = { minute: 10 }

export function syncMsg(world: World, body: JsonObject): JsonObject {
  const openKfId = namedAccount(world, body)
  const limit = integer(body, 'limit', MOST_PER_PAGE)
  need(limit >= 1 && limit <= MOST_PER_PAGE, 40058, 'limit is 1 to 1000')
  const voiceFormat = integer(body, 'voice_format', 0)
  need(voiceFormat === 0 || voiceFormat === 1, 40058, 'voice_format is 0 or 1')
  const from = readCursor(openKfId, text(body, 'cursor', { max: 64 }))
  checkToken(world, openKfId, text(body, 'token', { max: 128 }))

  const fault = takeFault(world, { on: 'pull' })
  const isEmptyPage = fault?.effect === 'empty-page'
  const begin = fault?.effect === 'again' ? Math.max(0, from - fault.value) : from
  const rows = isEmptyPage ? [] : readPage(world, openKfId, begin, limit)
  const upTo = rows.at(-1)?.seq ?? (isEmptyPage ? from : Math.max(from, lastSeq(world, openKfId)))
  notePulled(world, openKfId, upTo)
  return {
    next_cursor: cursorAt(world, openKfId, upTo),
    has_more: isEmptyPage || upTo < lastSeq(world, openKfId) ? 1 : 0,
    msg_list: rows.map((row) => row.item),
  }
}

/** A token is good for ten minutes and one account; a bad one is 95007, none at all is slow (45009). */
function checkToken(world: World, openKfId: string, token: string): void {
  if (token === '') {
    need(countWithin(world, `sync/${openKfId}`, WITHOUT_TOKEN), 45009, 'too often without a token')
    return
  }
  const row = world.tables.pingTokens.get(token)
  need(row && row.openKfId === openKfId, 95007, 'invalid msgtoken')
  need(!hasPassed(world, row.expiresAt), 95007, 'msgtoken expired')
}

function readPage(world: World, openKfId: string, from: number, limit: number): KfLogRow[] {
  const horizon = world.now().getTime() - HORIZON_MS
  const page: KfLogRow[] = []
  for (let seq = from + 1; seq <= lastSeq(world, openKfId) && page.length < limit; seq += 1) {
    const row = world.tables.kfLog.get(`${openKfId}/${seq}`)
    if (row && Date.parse(row.sentAt) >= horizon) page.push(row)
  }
  return page
}

/** Opaque to the caller, of one account, and never the same twice for the same place. */
function cursorAt(world: World, openKfId: string, seq: number): string {
  return Buffer.from(`${seq}.${tag(openKfId)}.${world.random.id(6)}`).toString('base64url')
}

function readCursor(openKfId: string, cursor: string): number {
  if (cursor === '') return 0
  const [seq, of] = Buffer.from(cursor, 'base64url').toString('latin1').split('.')
  need(/^\d{1,12}$/.test(seq ?? '') && of === tag(openKfId), 40058, 'invalid cursor')
  return Number(seq)
}

function tag(openKfId: string): string {
  return openKfId.slice(-8)
}

function notePulled(world: World, openKfId: string, upTo: number): void {
  const row = world.tables.kfPulled.get(openKfId) ?? { openKfId, pulledSeq: 0, announcedSeq: 0 }
  if (upTo > row.pulledSeq) world.tables.kfPulled.put(openKfId, { ...row, pulledSeq: upTo })
}
