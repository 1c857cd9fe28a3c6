/** Gives the owners of a project back to the bot. Whom nobody answered in the meantime stays a task. */
import { cancelTimer, setTimer } from '../../timers/timers.ts'
import { audit } from '../audit/audit.ts'
import type { Work } from '../work.ts'
import { tellOfPause } from './begin-pause.ts'
import { mayPause, openPause } from './bot-pause.ts'

export type PauseEnded =
  | { readonly outcome: 'ok'; readonly waiting: number }
  | { readonly outcome: 'not_paused' }
  | { readonly outcome: 'not_allowed' }

/** By hand. `waiting` owners have not been answered yet. */
export async function resumeBot(work: Work): Promise<PauseEnded> {
  const member = await mayPause(work)
  if (!member) return { outcome: 'not_allowed' }
  const pause = await openPause(work.tx, member.projectId)
  const waiting = pause ? await endPause(work, pause.id, member) : null
  return waiting === null ? { outcome: 'not_paused' } : { outcome: 'ok', waiting }
}

/** Ends it once; null when it was over. `by`: nobody, when its time is up. */
export async function endPause(
  work: Work,
  pauseId: string,
  by: { readonly id: string; readonly name: string } | null,
): Promise<number | null> {
  // Alarms are locked before what they are about, as the sweeper does.
  for (const name of ['pauses.end', 'pauses.remind']) await cancelTimer(work.tx, name, pauseId)
  const ended = await work.tx
    .updateTable('bot_pause')
    .set({ endedAt: work.now, endedById: by?.id ?? null })
    .where('id', '=', pauseId)
    .where('endedAt', 'is', null)
    .returning(['corpId', 'projectId'])
    .executeTakeFirst()
  if (!ended) return null
  const { corpId, projectId } = ended
  // The talks themselves are the conversation's: it gives them back to the bot in its own time.
  const resumed = { name: 'conversation.bot-resumed', key: projectId, dueAt: work.now, payload: {} }
  await setTimer(work, resumed)
  const waiting = await countWaiting(work, projectId)
  const subject = { kind: 'bot-pause', id: pauseId }
  await audit(work, { action: 'bot.resume', subject, corpId, projectId, detail: { waiting } })
  await tellOfPause(work, projectId, {
    words: 'pauses.ended',
    values: { name: by?.name ?? '', waiting },
    key: `bot-resumed-${pauseId}`,
  })
  return waiting
}

/** Owners of the project who wait for people. */
async function countWaiting({ tx }: Work, projectId: string): Promise<number> {
  const row = await tx
    .selectFrom('handoff')
    .select((select) => select.fn.countAll<string>().as('count'))
    .where('projectId', '=', projectId)
    .where('state', '=', 'requested')
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
