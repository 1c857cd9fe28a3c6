/** Stops the people of a home were told of: those that go on now, and the next one. */

import type { Home } from '../residents/homes-of.ts'
import { homesOfActor } from '../residents/homes-of.ts'
import type { Work } from '../work.ts'
import type { AudiencePart } from './audience.ts'
import { type NoticeRow, type NoticeState, noticeRow } from './notice.ts'

const STOPS = ['water_stop', 'power_stop', 'lift'] as const
export type StopKind = (typeof STOPS)[number]

export interface Stop {
  readonly kind: StopKind
  readonly title: string
  readonly text: string
  readonly fromAt: Date
  readonly untilAt: Date
}

/** People were told, or are being told. */
const TOLD: readonly NoticeState[] = ['SENDING', 'SENT', 'PARTLY_FAILED']
/** Further ahead it is no answer to 今天停水吗. */
const COMING_MS = 3 * 86_400_000

/** Soonest first; none for staff. A stop that should be over is no excuse: it is not among them. */
export async function stopsFor(work: Work): Promise<readonly Stop[]> {
  if (work.actor.kind !== 'owner') return []
  const rows = await work.tx
    .selectFrom('notice')
    .selectAll()
    .where('projectId', '=', work.actor.projectId)
    .where('state', 'in', [...TOLD])
    .where('kind', 'in', [...STOPS])
    .where('untilAt', '>', work.now)
    .where('fromAt', '<=', new Date(work.now.getTime() + COMING_MS))
    .orderBy('fromAt')
    .orderBy('id')
    .execute()
  if (rows.length === 0) return []
  const homes = await homesOfActor(work)
  const meant = await Promise.all(
    rows.map(async (row) => ((await concerns(work, noticeRow(row), homes)) ? [stopOf(row)] : [])),
  )
  return meant.flat()
}

function stopOf(row: {
  kind: string
  title: string
  body: string
  fromAt: Date | null
  untilAt: Date | null
}): Stop {
  const { kind, title, body, fromAt, untilAt } = row
  const at = { fromAt: fromAt ?? new Date(0), untilAt: untilAt ?? new Date(0) }
  return { kind: kind as StopKind, title, text: body, ...at }
}

/** Without a home of their own only what is meant for everybody concerns a person. */
async function concerns(work: Work, notice: NoticeRow, homes: readonly Home[]): Promise<boolean> {
  const { parts } = notice.audience
  if (parts.some((part) => homes.some((home) => isIn(home, part)) || part.scope === 'project'))
    return true
  const people = homes.map(({ personId }) => personId)
  if (people.length === 0 || !parts.some(({ scope }) => scope === 'tag')) return false
  const told = await work.tx
    .selectFrom('notice_recipient')
    .select('id')
    .where('noticeId', '=', notice.id)
    .where('personId', 'in', people)
    .executeTakeFirst()
  return told !== undefined
}

function isIn(home: Home, part: AudiencePart): boolean {
  switch (part.scope) {
    case 'building':
      return home.buildingCode === part.building
    case 'unit':
      return home.code.startsWith(`${part.building}-${part.unit}-`)
    case 'room':
      return home.roomId === part.roomId
    default:
      return false
  }
}
