/** The channel through an AI bot in callback mode: answers are written where the platform fetches them (wecom.md 10.1). */
import { z } from 'zod'
import {
  type Channel,
  conversationIdOf,
  type Receipt,
  type Sending,
  SendRefused,
} from '../../channel.ts'
import type { HttpDeps } from '../api/http.ts'
import { callJson } from '../api/read-answer.ts'
import { refusedHere, showing } from '../send-refusal.ts'
import { bytesOf } from '../split.ts'
import { type AibotDraft, ANSWER_BYTES, aibotDraft } from './aibot-drafts.ts'
import { contentOf, OPEN_MS } from './answer-poll.ts'
import {
  type Exchange,
  type ExchangeDeps,
  exchangeById,
  giveResponseUrlBack,
  latestExchange,
  type Said,
  takeResponseUrl,
  updateExchange,
} from './exchanges.ts'
import { type FileDeps, openPicture } from './picture.ts'

export interface AibotChannelDeps extends ExchangeDeps, FileDeps {
  readonly http: Pick<HttpDeps, 'timeoutMs'>
  readonly pause: (ms: number) => Promise<void>
  /** How long a piece may lie before nobody fetches any more; the platform asks about once a second. */
  readonly fetchedWithinMs: number
}

/** The address for one more message opens for an hour (path/101138); we stay inside. */
const URL_MS = 55 * 60_000
const LOOK_MS = 50

/**
 * A message counts as sent when the platform has fetched it. While nobody fetches, it goes to the address for one
 * later message; when that is used, it waits for the member's next question. A repeat is told by its key.
 */
export function aibotChannel(deps: AibotChannelDeps): Channel {
  return {
    name: 'wecom-aibot',
    async send(sending) {
      const draft = aibotDraft(sending.message)
      if ('fileId' in draft) await openPicture(deps, draft.fileId)
      const placed = await place(deps, sending, draft)
      if (placed.kind === 'sent-before') return { alreadySent: true }
      if (placed.kind === 'placed' && (await isFetched(deps, placed))) {
        return { platformId: placed.exchangeId }
      }
      return later(deps, placed.exchange, draft)
    },
  }
}

type Placed =
  | { readonly kind: 'sent-before' }
  | {
      readonly kind: 'placed'
      readonly exchange: Exchange
      readonly exchangeId: string
      readonly place: number
    }
  | { readonly kind: 'no-place'; readonly exchange: Exchange | undefined }

function place(deps: AibotChannelDeps, { key, to }: Sending, draft: AibotDraft): Promise<Placed> {
  return deps.db.transaction().execute(async (tx): Promise<Placed> => {
    const exchange = await latestExchange(deps, tx, conversationIdOf(to))
    if (!exchange) return { kind: 'no-place', exchange }
    const before = exchange.said.findIndex((one) => one.key === key)
    if (before !== -1 && before < exchange.shown) return { kind: 'sent-before' }
    const said = before === -1 ? [...exchange.said, { key, ...draft }] : exchange.said
    if (!hasRoom(deps, exchange, said)) return { kind: 'no-place', exchange }
    await updateExchange(deps, tx, exchange.id, { said })
    const at = before === -1 ? said.length : before + 1
    return { kind: 'placed', exchange, exchangeId: exchange.id, place: at }
  })
}

function hasRoom({ clock }: AibotChannelDeps, exchange: Exchange, said: readonly Said[]): boolean {
  const ageMs = clock.now().getTime() - exchange.createdAt.getTime()
  return exchange.isOpen && ageMs < OPEN_MS && bytesOf(contentOf(said)) <= ANSWER_BYTES
}

/** Waits for the next poll. */
async function isFetched(
  deps: AibotChannelDeps,
  { exchangeId, place: at }: { readonly exchangeId: string; readonly place: number },
): Promise<boolean> {
  for (let left = deps.fetchedWithinMs; left > 0; left -= LOOK_MS) {
    const now = await exchangeById(deps, deps.db, exchangeId)
    if (now && now.shown >= at) return true
    await deps.pause(LOOK_MS)
  }
  return !(await takeBack(deps, exchangeId, at))
}

/** Nobody fetches any more: the answer is closed without the piece, so that it is not shown twice. */
function takeBack(deps: AibotChannelDeps, exchangeId: string, at: number): Promise<boolean> {
  return deps.db.transaction().execute(async (tx) => {
    const exchange = await exchangeById(deps, tx, exchangeId, true)
    if (!exchange || exchange.shown >= at) return false
    const said = exchange.said.slice(0, exchange.shown)
    await updateExchange(deps, tx, exchangeId, { said, isOpen: false })
    return true
  })
}

async function later(
  deps: AibotChannelDeps,
  exchange: Exchange | undefined,
  draft: AibotDraft,
): Promise<Receipt> {
  const isGood =
    exchange?.responseUrl &&
    deps.clock.now().getTime() - exchange.createdAt.getTime() < URL_MS &&
    'text' in draft
  if (!exchange || !isGood || !(await takeResponseUrl(deps, exchange.id))) {
    throw refusedHere('no question', 'the bot speaks only when it was asked', 'window')
  }
  const { origin, pathname, searchParams } = new URL(exchange.responseUrl ?? '')
  const body = { msgtype: 'markdown', markdown: { content: draft.text } }
  const query = Object.fromEntries(searchParams)
  const call = { method: 'POST', path: pathname, query, body } as const
  const http = { ...deps.http, baseUrl: origin }
  try {
    await showing(callJson(http, call, z.object({}), Object.values(query)))
    return { platformId: exchange.id }
  } catch (error) {
    // Refused or never reached: the one use is not used.
    if (error instanceof SendRefused) await giveResponseUrlBack(deps, exchange.id)
    throw error
  }
}
