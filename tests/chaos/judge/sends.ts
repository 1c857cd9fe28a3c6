/** Everything that was sent stands on a phone, and nothing stands there that was not sent. */
import { sql } from 'kysely'
import type { Outgoing } from '../../../src/channels/channel.ts'
import type { PhoneOf } from '../../../src/sandbox/control-client.ts'
import type { BubbleRow } from '../../../src/sandbox/platform/store/rows.ts'
import type { Evidence, Find } from './evidence.ts'
import { grouped } from './grouped.ts'

/** What is sent and puts no bubble on a phone: it changes one, or hands a chat over. */
const NO_BUBBLE = new Set<Outgoing['kind']>(['card-close', 'hand-over'])

/** Sent; or tried without an answer and then given up because it had come to nothing: that one may stand there or not. */
interface SentRow {
  readonly state: string
  readonly message: string
  readonly channel: string
  readonly user: string
}

/** Not sent although its time came; what is put off until later waits rightly. */
interface WaitingRow {
  readonly state: string
  readonly reason: string | null
  readonly channel: string
}

export async function judgeSends({ db, seals, platform }: Evidence, find: Find) {
  const rows = await sql<SentRow>`
    SELECT state, message, address->>'channel' AS channel, address->>'user' AS "user" FROM outbox_item
     WHERE state = 'sent' OR (state IN ('dropped', 'merged') AND attempts > 0) ORDER BY seq`.execute(
    db,
  )
  const waiting = await sql<WaitingRow>`
    SELECT state, reason, address->>'channel' AS channel FROM outbox_item, clock_offset o
     WHERE state IN ('sending', 'failed') OR (state = 'queued' AND
           "nextAt" < clock_timestamp() + make_interval(secs => o."offsetMs" / 1000) - interval '10 seconds')`.execute(
    db,
  )
  const tried = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM outbox_item WHERE attempts > 1`.execute(db)
  const shown = rows.rows.filter(
    ({ message }) => !NO_BUBBLE.has((seals.openJson(message) as Outgoing).kind),
  )
  const byAddress = grouped(shown, ({ channel, user }) => `${channel}/${user}`)
  const { owners, members } = await platform.control.state()
  const phones: readonly (readonly [string, PhoneOf])[] = [
    ...owners.map((one) => [`wecom-kf/${one.externalUserId}`, phoneOf('owners', one.id)] as const),
    ...members.map((one) => [`wecom-app/${one.id}`, phoneOf('members', one.id)] as const),
    ['wecom-robot/group', { kind: 'robots', id: 0 }],
  ]
  for (const { state, reason, channel } of waiting.rows)
    find(`a message by ${channel} is ${state} in the end: ${reason}`)
  const total = { sendsAmiss: waiting.rows.length, shownTwice: 0, shownAgain: 0, shownUntold: 0 }
  for (const [address, phone] of phones) {
    const { messages } = await platform.control.readPhone(phone, 0)
    const bubbles = messages.filter(({ from }) => from === 'desk')
    const own = byAddress.get(address) ?? []
    const written = own.filter(({ state }) => state === 'sent').length
    const untold = Math.min(own.length - written, Math.max(0, bubbles.length - written))
    total.shownUntold += untold
    const accounted = written + untold
    if (bubbles.length === accounted) continue
    find(`${address}: ${accounted} rows account for ${bubbles.length} bubbles`)
    total[kindOf(address, bubbles, accounted)] += Math.abs(bubbles.length - accounted)
  }
  const sent = rows.rows.filter(({ state }) => state === 'sent').length
  const repeatedTries = tried.rows[0]?.count ?? 0
  const { sendsAmiss, shownAgain, shownUntold } = total
  // Only what was tried again can be shown again.
  const shownTwice = total.shownTwice + Math.max(0, shownAgain - repeatedTries)
  return {
    verdict: { sendsAmiss, shownTwice },
    counts: { sent, repeatedTries, shownAgain, shownUntold },
  }
}

/**
 * What it is that a phone shows more or less than was sent: a repetition, or something wrong. A chat knows our message
 * ids, so nothing may stand there twice; an app and a robot know none (wecom.md 4.3).
 */
function kindOf(address: string, bubbles: readonly BubbleRow[], written: number) {
  const doubles = bubbles.length - new Set(bubbles.map(looks)).size
  const surplus = bubbles.length - written
  if (surplus < 0 || doubles < surplus) return 'sendsAmiss'
  return address.startsWith('wecom-kf/') ? 'shownTwice' : 'shownAgain'
}

function phoneOf(kind: 'owners' | 'members', id: string): PhoneOf {
  return { kind, id }
}

/** Two bubbles that look alike and stand beside each other may be one row sent twice. */
function looks({ content }: BubbleRow): string {
  return JSON.stringify(content)
}
