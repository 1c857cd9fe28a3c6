/** Takes the bot of a project out of the talk: from now on people answer its owners. */
import { setTimer } from '../../timers/timers.ts'
import { audit } from '../audit/audit.ts'
import { houseStaff } from '../staff/project-staff.ts'
import { cleanText } from '../tickets/clean-text.ts'
import { sayTime } from '../tickets/say-time.ts'
import type { Work } from '../work.ts'
import { mayPause, openPause } from './bot-pause.ts'
import type { PAUSE_LENGTHS } from './rules.ts'

export interface PauseWish {
  readonly reason: string
  readonly length: (typeof PAUSE_LENGTHS)[number] | 'open'
}

export type PauseBegun =
  | { readonly outcome: 'ok'; readonly until: string }
  | { readonly outcome: 'already'; readonly since: string; readonly until: string }
  | { readonly outcome: 'not_allowed' }

/** Of two who pause at once one does it; the other hears since when it is paused. Times come as words, or empty. */
export async function beginPause(work: Work, wish: PauseWish): Promise<PauseBegun> {
  const member = await mayPause(work)
  if (!member) return { outcome: 'not_allowed' }
  const { corpId, projectId } = member
  const { lengths, reason_chars, remind_minutes } = work.rules.pauses
  const until = wish.length === 'open' ? null : after(work, lengths[wish.length])
  const reason = cleanText(wish.reason, reason_chars)
  const row = await work.tx
    .insertInto('bot_pause')
    .values({
      id: work.newId(),
      ...{ corpId, projectId, reason, until },
      byStaffId: member.id,
      startedAt: work.now,
    })
    .onConflict((conflict) => conflict.column('projectId').where('endedAt', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!row) return await alreadyPaused(work, projectId)
  if (until) await setTimer(work, { name: 'pauses.end', key: row.id, dueAt: until, payload: {} })
  const dueAt = after(work, remind_minutes)
  await setTimer(work, { name: 'pauses.remind', key: row.id, dueAt, payload: {} })
  const subject = { kind: 'bot-pause', id: row.id }
  await audit(work, { action: 'bot.pause', subject, corpId, projectId, detail: { reason, until } })
  const words = until ? sayTime(until, work.now) : ''
  await tellOfPause(work, projectId, {
    words: 'pauses.begun',
    values: { name: member.name, reason, until: words },
    key: `bot-pause-${row.id}`,
  })
  return { outcome: 'ok', until: words }
}

async function alreadyPaused(work: Work, projectId: string): Promise<PauseBegun> {
  const pause = await openPause(work.tx, projectId)
  const words = (at: Date | null | undefined) => (at ? sayTime(at, work.now) : '')
  return { outcome: 'already', since: words(pause?.startedAt), until: words(pause?.until) }
}

/** Everybody else who answers owners, and the group of the service centre. */
export async function tellOfPause(
  work: Work,
  projectId: string,
  note: {
    readonly words: string
    readonly values: Readonly<Record<string, unknown>>
    readonly key: string
  },
): Promise<void> {
  const purpose = 'alert' as const
  const self = work.actor.kind === 'staff' ? work.actor.staffId : null
  const people = await houseStaff(work.tx, projectId, work.rules.pauses.roles)
  for (const { id } of people.filter((member) => member.id !== self))
    await work.tell.staff(work, id, { ...note, key: `${note.key}-${id}`, purpose })
  await work.tell.robot(work, projectId, {
    ...note,
    key: `${note.key}-robot`,
    purpose,
    mention: [],
  })
}

function after({ now }: Work, minutes: number): Date {
  return new Date(now.getTime() + minutes * 60_000)
}
