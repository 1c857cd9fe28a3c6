/** Certificates that end: for the morning, and for reminders on the days of rules/staff.yaml. */
import { setTimer } from '../../timers/timers.ts'
import type { TimerHandler } from '../action.ts'
import { addDays, estateDay } from '../residents/estate-day.ts'
import { leadsFor } from '../roster/leads-for.ts'
import { houseStaff } from '../staff/project-staff.ts'
import { sayDay } from '../tickets/say-time.ts'
import type { Work } from '../work.ts'
import { nextTime } from './next-time.ts'

export const CERTIFICATES_TIMER = 'daily.certificates'

/** `since`: the last day that was looked at, so that no reminder is lost while nothing is running. */
export function nextCertificates(work: Work, projectId: string) {
  const dueAt = nextTime(work.now, work.rules.staff.certificates.remind_at)
  const since = addDays(estateDay(dueAt), -1)
  return { name: CERTIFICATES_TIMER, key: projectId, dueAt, payload: { since } }
}

interface Ending {
  readonly id: string
  readonly staffId: string
  readonly teamId: string | null
  readonly name: string
  readonly kind: string
  /** 'YYYY-MM-DD', the last day on which it is good. */
  readonly validTo: string
}

/** 张伟 电工证 11月30日, for each that ends within the longest time of the reminders, soonest first. */
export async function endingCertificates(work: Work, projectId: string): Promise<string[]> {
  const today = estateDay(work.now)
  const last = addDays(today, Math.max(0, ...work.rules.staff.certificates.remind_days))
  const ending = await endingBetween(work, projectId, { from: today, to: last })
  return ending.map((one) => `${one.name} ${kindOf(work, one)} ${sayDay(one.validTo, work.now)}`)
}

/** Each person and their lead, once for each of the days; several days at once are one reminder. */
export const remindOfCertificates: TimerHandler = async (work, { key: projectId, payload }) => {
  await setTimer(work, nextCertificates(work, projectId))
  const today = estateDay(work.now)
  const since = String(payload['since'])
  const days = work.rules.staff.certificates.remind_days
  const last = addDays(today, Math.max(0, ...days))
  for (const one of await endingBetween(work, projectId, { from: since, to: last })) {
    const isDay = days.some((before) => {
      const day = addDays(one.validTo, -before)
      return day > since && day <= today
    })
    if (isDay) await remind(work, projectId, one)
  }
}

async function remind(work: Work, projectId: string, one: Ending): Promise<void> {
  const today = estateDay(work.now)
  const values = {
    name: one.name,
    certificate: kindOf(work, one),
    until: sayDay(one.validTo, work.now),
    is_over: one.validTo < today,
  }
  const note = { values, purpose: 'notice', isPlanned: true } as const
  const key = `certificate-${one.id}-${today}`
  await work.tell.staff(work, one.staffId, { ...note, words: 'daily.certificate.own', key })
  const leads = await leadsOf(work, projectId, one)
  for (const id of leads.filter((lead) => lead !== one.staffId)) {
    const words = 'daily.certificate.lead'
    await work.tell.staff(work, id, { ...note, words, key: `${key}-${id}` })
  }
}

/** Where there is no lead, the managers. */
async function leadsOf(work: Work, projectId: string, one: Ending): Promise<readonly string[]> {
  const leads = await leadsFor(work, { projectId, at: work.now, teamId: one.teamId })
  const found = leads.length > 0 ? leads : await houseStaff(work.tx, projectId, ['manager'])
  return found.map(({ id }) => id)
}

async function endingBetween(
  work: Work,
  projectId: string,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<readonly Ending[]> {
  const rows = await work.tx
    .selectFrom('certificate')
    .innerJoin('staff', 'staff.id', 'certificate.staffId')
    .select(['certificate.id', 'certificate.kind', 'certificate.validTo'])
    .select(['staff.id as staffId', 'staff.teamId', 'staff.name'])
    .where('certificate.projectId', '=', projectId)
    .where('certificate.validTo', '>=', from)
    .where('certificate.validTo', '<=', to)
    .where('staff.leftAt', 'is', null)
    .orderBy('certificate.validTo')
    .orderBy('certificate.id')
    .execute()
  return rows.map((row) => ({ ...row, validTo: row.validTo ?? '' }))
}

function kindOf(work: Work, { kind }: Ending): string {
  return work.rules.staff.certificates.kinds[kind] ?? kind
}
