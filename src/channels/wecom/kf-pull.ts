/** Pulls what owners wrote: page by page, one puller an account, cursor and messages saved together (wecom.md 3.2). */
import type { Log } from '../../log.ts'
import type { Incoming } from '../channel.ts'
import type { WecomApi } from './api/client.ts'
import { type KfPage, syncMessages } from './api/kf.ts'
import { WecomRefused } from './api/wecom-refused.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { parseKf } from './parse-kf.ts'
import type { Tally } from './tally.ts'

/** An account while nobody else, in any process, pulls it. */
export interface LockedAccount {
  /** Where the last page ended; empty for an account never pulled, or whose place was lost. */
  cursor(): Promise<string>
  /**
   * Keeps the messages, once per key, and the place after them, in one transaction. After a lost place the last
   * three days come again: which messages are too old to be answered is for the keeper to say.
   */
  savePage(incomings: readonly Incoming[], nextCursor: string): Promise<void>
}

export interface KfStore {
  /** Runs when the account is free, waiting for it if need be. */
  withAccountLock(
    corpId: string,
    openKfId: string,
    run: (account: LockedAccount) => Promise<void>,
  ): Promise<void>
}

export interface KfPullDeps {
  apiOf(corpId: string, openKfId: string): Promise<WecomApi | undefined>
  readonly store: KfStore
  now(): Date
  readonly log: Log
  readonly tally: Tally
}

export interface KfPullOrder {
  readonly corpId: string
  readonly openKfId: string
  /** From the ping; a poll has none. */
  readonly token?: string | undefined
}

const TOKEN_REFUSED = 95007
/** What a cursor the platform no longer knows can be answered with; then the last three days come again. */
const CURSOR_REFUSED = new Set([40035, 40058])
/** A page may be empty and not the last; pages that do not even move the cursor are a fault, not a reason to spin. */
const MOST_STANDSTILLS = 3

/**
 * Pulls an account until there is no more. An order that comes while one runs is not lost: it runs once more
 * afterwards. Throws what the API throws; pages saved until then stay saved.
 */
export function kfPuller(deps: KfPullDeps): (order: KfPullOrder) => Promise<void> {
  const pull = oneAtATime<KfPullOrder>((_key, order) =>
    deps.store.withAccountLock(order.corpId, order.openKfId, (account) =>
      pullAll(deps, order, account),
    ),
  )
  return (order) => pull(`${order.corpId}/${order.openKfId}`, order)
}

async function pullAll(
  deps: KfPullDeps,
  order: KfPullOrder,
  account: LockedAccount,
): Promise<void> {
  const { corpId, openKfId, token } = order
  const api = await deps.apiOf(corpId, openKfId)
  if (!api) throw new Error(`no app is configured for account ${openKfId}`)
  const place: Place = { token, cursor: await account.cursor() }
  for (let standstills = 0; standstills < MOST_STANDSTILLS; ) {
    const page = await nextPage(deps, api, openKfId, place)
    const moved = page.next_cursor !== '' && page.next_cursor !== place.cursor
    if (moved) place.cursor = page.next_cursor
    await account.savePage(readPage(deps, order, page), place.cursor)
    deps.tally.add('kf page')
    if (page.has_more === 0) return
    standstills = moved ? 0 : standstills + 1
  }
  deps.log.warn({ openKfId }, 'an account says it has more and does not move')
}

interface Place {
  token: string | undefined
  cursor: string
}

async function nextPage(
  deps: KfPullDeps,
  api: WecomApi,
  openKfId: string,
  place: Place,
): Promise<KfPage> {
  for (;;) {
    try {
      return await syncMessages(api, { openKfId, ...place })
    } catch (error) {
      const lost = error instanceof WecomRefused && letGo(place, error.code)
      if (!lost) throw error
      deps.tally.add(`kf ${lost} refused`)
      deps.log.warn({ openKfId, platformCode: error.code }, `an account is pulled without ${lost}`)
    }
  }
}

/** Drops what was refused, and says what: each can be dropped once. Nothing when it was something else. */
function letGo(place: Place, code: number): 'token' | 'cursor' | undefined {
  if (code === TOKEN_REFUSED && place.token) {
    place.token = undefined
    return 'token'
  }
  if (CURSOR_REFUSED.has(code) && place.cursor) {
    place.cursor = ''
    return 'cursor'
  }
  return undefined
}

function readPage(deps: KfPullDeps, order: KfPullOrder, page: KfPage): readonly Incoming[] {
  const { corpId, openKfId } = order
  const context = { corpId, openKfId, now: deps.now() }
  return page.msg_list.flatMap((entry) => {
    const read = parseKf(entry, context)
    if ('incoming' in read) return [read.incoming]
    deps.tally.add(`kf ignored ${read.ignored}`)
    return []
  })
}
