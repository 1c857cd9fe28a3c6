/** Once a week: whether a year's holidays are announced, brought in and confirmed. */
import { setTimer } from '../../../timers/timers.ts'
import type { TimerHandler } from '../../action.ts'
import { openTask } from '../../tasks/open-task.ts'
import { cancelTask } from '../../tasks/take-task.ts'
import { tellTask } from '../../tasks/tell-task.ts'
import type { Work } from '../../work.ts'
import { DAY_MS, instantOf, localOf, parseTimeOfDay } from '../time-of-day.ts'
import { festivalsOf } from './festivals.ts'
import { knownYears } from './known-years.ts'
import {
  changedDays,
  type FollowingCalendar,
  followingCalendars,
  withYear,
} from './project-calendars.ts'
import { type StatutoryYear, subjectOfYear } from './year-file.ts'

export const HOLIDAYS_TIMER = 'clocks.holidays'

/** `folder`: the years that came with the software. */
export const lookAtYears =
  (folder?: string): TimerHandler =>
  async (work, timer) => {
    const projectId = timer.key
    const project = await work.tx
      .selectFrom('project')
      .select('corpId')
      .where('id', '=', projectId)
      .executeTakeFirst()
    if (!project) return
    await setTimer(work, nextLook(work, projectId))
    const [calendar] = await followingCalendars(work.tx, projectId)
    if (calendar) await lookAt(work, { corpId: project.corpId, projectId }, { calendar, folder })
  }

async function lookAt(
  work: Work,
  place: Place,
  { calendar, folder }: { calendar: FollowingCalendar; folder: string | undefined },
): Promise<void> {
  const known = await knownYears(work.tx, folder)
  const thisYear = Number(localDay(work).slice(0, 4))
  for (const year of known.values()) {
    const isToCome = year.year >= thisYear && year.days.length > 0
    if (isToCome) await propose(work, place, { calendar, year })
  }
  for (const wanted of yearsNeeded(work)) {
    await remindOfMissing(work, place, wanted, known.get(wanted)?.days.length ?? 0)
  }
}

/** Gives projects that are not looked at yet their first look, at its time of the week; called by the housekeeping. */
export async function watchYears(work: Work): Promise<void> {
  const unwatched = await work.tx
    .selectFrom('project')
    .select('id')
    .where(({ not, exists, selectFrom, ref }) =>
      not(
        exists(
          selectFrom('timer')
            .select('timer.id')
            .where('timer.name', '=', HOLIDAYS_TIMER)
            .where('timer.key', '=', ref('project.id')),
        ),
      ),
    )
    .execute()
  for (const { id } of unwatched) {
    await setTimer(work, nextLook(work, id))
  }
}

/** Every project looks at its years within a second, for what has just come in. */
export async function lookNow(at: Pick<Work, 'tx' | 'now' | 'newId'>): Promise<void> {
  for (const { id } of await at.tx.selectFrom('project').select('id').execute()) {
    await setTimer(at, { name: HOLIDAYS_TIMER, key: id, dueAt: at.now, payload: {} })
  }
}

interface Place {
  readonly corpId: string
  readonly projectId: string
}

/** The manager is asked once about the same days, and told again each week until they answer. */
async function propose(
  work: Work,
  { corpId, projectId }: Place,
  { calendar, year }: { readonly calendar: FollowingCalendar; readonly year: StatutoryYear },
): Promise<void> {
  const changes = changedDays(calendar.days, withYear(calendar.days, year))
  const key = `holidays-${projectId}-${subjectOfYear(year)}`
  await cancelOthers(work, 'confirm-holidays', `holidays-${projectId}-${year.year}-`, key)
  if (changes.length === 0) return cancelTask(work, key)
  const isNew = !calendar.days.some(({ fileYear }) => fileYear === year.year)
  const opened = await openTask(work, {
    kind: 'confirm-holidays',
    key,
    corpId,
    projectId,
    role: 'manager',
    subject: { kind: 'holidays', id: subjectOfYear(year) },
    values: {
      year: year.year,
      is_new: isNew,
      off: year.days.filter(({ kind }) => kind === 'off').length,
      worked: year.days.filter(({ kind }) => kind === 'work').length,
      festivals: festivalsOf(year.days),
      changes,
      source: year.days[0]?.source ?? '',
    },
  })
  if (!opened) await remindOfOpen(work, key)
}

/** servicedesk.md has no rule for it; the State Council's notice for a year comes out in October or November. */
async function remindOfMissing(
  work: Work,
  { corpId, projectId }: Place,
  year: number,
  knownDays: number,
): Promise<void> {
  const prefix = `holidays-missing-${projectId}-${year}-`
  const key = `${prefix}${localDay(work)}`
  await cancelOthers(work, 'missing-holidays', prefix, knownDays > 0 ? '' : key)
  if (knownDays > 0) return
  await openTask(work, {
    kind: 'missing-holidays',
    key,
    corpId,
    projectId,
    role: 'manager',
    values: { year },
  })
}

async function cancelOthers(work: Work, kind: string, prefix: string, keep: string): Promise<void> {
  const open = await work.tx
    .selectFrom('task')
    .select('key')
    .where('kind', '=', kind)
    .where((where) => where.fn('starts_with', ['key', where.val(prefix)]), '=', true)
    .where('state', 'in', ['open', 'taken'])
    .where('key', '<>', keep)
    .execute()
  for (const { key } of open) await cancelTask(work, key)
}

async function remindOfOpen(work: Work, key: string): Promise<void> {
  const open = await work.tx
    .selectFrom('task')
    .select('id')
    .where('key', '=', key)
    .where('state', 'in', ['open', 'taken'])
    .where('createdAt', '<', new Date(work.now.getTime() - DAY_MS))
    .executeTakeFirst()
  if (open) await tellTask(work, open.id, { name: `week-${localDay(work)}`, overdue: true })
}

/** This year; the next as well from the month on in which its notice is usually out. */
function yearsNeeded(work: Work): readonly number[] {
  const today = localDay(work)
  const year = Number(today.slice(0, 4))
  const month = Number(today.slice(5, 7))
  return month >= work.rules.clocks.holidays.warn_from_month ? [year, year + 1] : [year]
}

/** The next time it is that weekday and time of day. */
function nextLook(work: Work, projectId: string) {
  const { zone, holidays } = work.rules.clocks
  const midnight = Math.floor(localOf(work.now.getTime(), zone) / DAY_MS) * DAY_MS
  // 1970-01-01 was a Thursday, the fourth day of its week.
  const weekday = ((midnight / DAY_MS + 3) % 7) + 1
  const days = (holidays.weekday - weekday + 7) % 7 || 7
  const local = midnight + days * DAY_MS + parseTimeOfDay(holidays.at)
  const dueAt = new Date(instantOf(local, zone))
  return { name: HOLIDAYS_TIMER, key: projectId, dueAt, payload: {} }
}

function localDay(work: Work): string {
  const { zone } = work.rules.clocks
  return new Date(localOf(work.now.getTime(), zone)).toISOString().slice(0, 10)
}
