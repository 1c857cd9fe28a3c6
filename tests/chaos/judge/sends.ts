/** Everything that was sent stands on a phone, and nothing stands there that was not sent. */
import { sql } from 'kysely'
import type { Outgoing } from '../../../src/channels/channel.ts'
import type { PhoneOf } from '../../../src/sandbox/control-client.ts'
import type { BubbleRow } from '../../../src/sandbox/platform/store/rows.ts'
import { type Evidence, type Find, grouped } from './evidence.ts'

/** What is sent and puts no bubble on a phone: it changes one, or hands a chat over. */
const NO_BUBBLE = new Set<Outgoing['kind']>(['card-close', 'hand-over'])

interface SentRow {
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
    SELECT message, address->>'channel' AS channel, address->>'user' AS "user" FROM outbox_item
     WHERE state = 'sent' ORDER BY seq`.execute(db)
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
  const sent = grouped(shown, ({ channel, user }) => `${channel}/${user}`)
  const { owners, members } = await platform.control.state()
  const phones: readonly (readonly [string, PhoneOf])[] = [
    ...owners.map((one) => [`wecom-kf/${one.externalUserId}`, phoneOf('owners', one.id)] as const),
    ...members.map((one) => [`wecom-app/${one.id}`, phoneOf('members', one.id)] as const),
    ['wecom-robot/group', { kind: 'robots', id: 0 }],
  ]
  for (const { state, reason, channel } of waiting.rows)
    find(`a message by ${channel} is ${state} in the end: ${reason}`)
  const total = { sendsAmiss: waiting.rows.length, shownTwice: 0, shownAgain: 0 }
  for (const [address, phone] of phones) {
    const { messages } = await platform.control.readPhone(phone, 0)
    const bubbles = messages.filter(({ from }) => from === 'desk')
    const written = sent.get(address)?.length ?? 0
    if (bubbles.length === written) continue
    find(`${address}: ${written} rows are sent, ${bubbles.length} bubbles are shown`)
    total[kindOf(address, bubbles, written)] += Math.abs(bubbles.length - written)
  }
  const repeatedTries = tried.rows[0]?.count ?? 0
  const { sendsAmiss, shownAgain } = total
  // Only what was tried again can be shown again.
  const shownTwice = total.shownTwice + Math.max(0, shownAgain - repeatedTries)
  return {
    verdict: { sendsAmiss, shownTwice },
    counts: { sent: rows.rows.length, repeatedTries, shownAgain },
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
