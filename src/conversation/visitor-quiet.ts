/** A visitor of the web page with whom nobody speaks any more: given back to the bot, or to somebody else. */
import { sql } from 'kysely'
import type { TimerHandler } from '../desk/action.ts'
import { staffOfUser } from '../desk/staff/staff.ts'
import type { Work } from '../desk/work.ts'
import { setTimer } from '../timers/timers.ts'
import { reopenHandoff } from './reopen-handoff.ts'
import { endServing, visitorOnCard } from './visitors-served.ts'

const NAME = 'conversation.visitor-quiet'

/** Looks at the talk after a while, again and again until it is over: words themselves move no alarm. */
export async function watchVisitor(work: Work, handoffId: string): Promise<void> {
  const dueAt = new Date(work.now.getTime() + work.rules.tasks.due_minutes.handoff * 60_000)
  await setTimer(work, { name: NAME, key: handoffId, dueAt, payload: {} })
}

/** As the platform's servicers lose a chat they leave alone, in the times of rules/tasks.yaml. */
export const visitorQuiet: TimerHandler = async (work, { key: id }) => {
  const served = await work.tx
    .selectFrom('handoff')
    .selectAll()
    .where('id', '=', id)
    .where('state', '=', 'accepted')
    .where('replyNumber', 'is not', null)
    .executeTakeFirst()
  if (!served?.takenBy || !served.acceptedAt) return
  const { corpId, conversationId, takenBy, acceptedAt } = served
  const { answeredAt, waitsSince } = await lastWords(work, conversationId, acceptedAt)
  const { due_minutes: due, visitor_quiet_minutes: quiet } = work.rules.tasks
  const isOlder = (at: Date, minutes: number) =>
    work.now.getTime() - at.getTime() >= minutes * 60_000
  const tell = (words: string, minutes: number) =>
    tellHolder(work, { id, corpId, takenBy }, { words, minutes })
  if (waitsSince && isOlder(waitsSince, due.handoff)) {
    await tell('web_given_up', due.handoff)
    return reopenHandoff(work, conversationId)
  }
  if (!waitsSince && answeredAt && isOlder(answeredAt, quiet)) {
    await tell('web_quiet', quiet)
    return endServing(work, id)
  }
  await watchVisitor(work, id)
}

interface LastWords {
  readonly answeredAt: Date | null
  /** Of the first words after the last answer; of the taking, before the first answer. */
  readonly waitsSince: Date | null
}

async function lastWords(work: Work, conversationId: string, acceptedAt: Date): Promise<LastWords> {
  const found = await sql<LastWords>`
    WITH answer AS (
      SELECT max("createdAt") AS at FROM outbox_item
       WHERE lane = ${conversationId} AND "createdAt" >= ${acceptedAt} AND starts_with(key, 'web-answer-'))
    SELECT answer.at AS "answeredAt",
           CASE WHEN answer.at IS NULL THEN ${acceptedAt}::timestamptz ELSE
             (SELECT min("receivedAt") FROM inbox_item
               WHERE "conversationId" = ${conversationId} AND kind IN ('text', 'media')
                 AND "receivedAt" > answer.at) END AS "waitsSince"
      FROM answer`.execute(work.tx)
  return found.rows[0] ?? { answeredAt: null, waitsSince: null }
}

async function tellHolder(
  work: Work,
  served: { readonly id: string; readonly corpId: string; readonly takenBy: string },
  { words, minutes }: { readonly words: string; readonly minutes: number },
): Promise<void> {
  const [member] = await staffOfUser(work.tx, served.corpId, served.takenBy)
  if (!member) return
  const { person } = await visitorOnCard(work, served.id)
  await work.tell.staff(work, member.id, {
    words: `conversation.${words}`,
    values: { person, minutes },
    key: `web-quiet-${served.id}-${work.now.getTime()}`,
    purpose: 'alert',
  })
}
