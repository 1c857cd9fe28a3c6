/** Who helps with a ticket and who did, as pages and cards tell it. */
import type { Tx } from '../../../database/open-database.ts'
import { isLocalAdmin, LOCAL_ADMIN_NAME } from '../../staff/local-admin.ts'
import type { Work } from '../../work.ts'
import { helpersOn } from './helper.ts'

export interface HelperLine {
  readonly id: string
  readonly name: string
  /** Who called them in. */
  readonly by: string
  readonly words: string
  readonly state: 'asked' | 'helping' | 'ended'
  /** When they were called, came along, or left: the time of their state. */
  readonly at: Date
  /** How it ended; null while it has not. */
  readonly outcome: string | null
}

/** Those who are on it first, then who was, in the order they were called. */
export async function helperLines(tx: Tx, ticketId: string): Promise<readonly HelperLine[]> {
  const rows = await tx
    .selectFrom('ticket_helper as help')
    .innerJoin('staff', 'staff.id', 'help.staffId')
    .leftJoin('staff as caller', 'caller.id', 'help.byStaffId')
    .select(['help.id', 'staff.name', 'caller.name as by', 'help.words', 'help.outcome'])
    .select('help.byStaffId')
    .select(['help.calledAt', 'help.acceptedAt', 'help.endedAt'])
    .where('help.ticketId', '=', ticketId)
    .orderBy('help.calledAt')
    .orderBy('help.id')
    .execute()
  const lines = rows.map(({ calledAt, acceptedAt, endedAt, by, byStaffId, ...row }) => ({
    ...row,
    by: by ?? (isLocalAdmin(byStaffId) ? LOCAL_ADMIN_NAME : ''),
    state: endedAt ? ('ended' as const) : acceptedAt ? ('helping' as const) : ('asked' as const),
    at: endedAt ?? acceptedAt ?? calledAt,
  }))
  const isOn = ({ state }: HelperLine) => state !== 'ended'
  return [...lines.filter(isOn), ...lines.filter((line) => !isOn(line))]
}

/** Names of who is on it now, "、" between them; whoever has not answered yet is marked. */
export async function helperNames(work: Work, ticketId: string): Promise<string> {
  const helpers = await helpersOn(work.tx, ticketId)
  if (helpers.length === 0) return ''
  const names = new Map((await helperLines(work.tx, ticketId)).map(({ id, name }) => [id, name]))
  const mark = (isThere: boolean) => (isThere ? '' : '（未回应）')
  return helpers
    .map(({ id, acceptedAt }) => `${names.get(id) ?? ''}${mark(acceptedAt !== null)}`)
    .join('、')
}
