/** The patterns of duty, as rows of a book. Who has left is no longer named in them. */
import { weekdayWords } from '../table/parse-weekdays.ts'
import { type Exporting, wordOf } from './exporting.ts'
import { pages } from './pages.ts'
import type { BookRow } from './write-book.ts'

export async function* exportPatterns(exporting: Exporting): AsyncGenerator<BookRow> {
  const { tx, projectId } = exporting
  const staff = await tx
    .selectFrom('staff')
    .select(['id', 'userId'])
    .where('projectId', '=', projectId)
    .where('leftAt', 'is', null)
    .execute()
  const accounts = new Map(staff.map(({ id, userId }) => [id, userId]))
  const read = (after: string, limit: number) =>
    tx
      .selectFrom('roster_pattern')
      .leftJoin('team', 'team.id', 'roster_pattern.teamId')
      .selectAll('roster_pattern')
      .select('team.name as team')
      .where('roster_pattern.projectId', '=', projectId)
      .where('roster_pattern.id', '>', after)
      .orderBy('roster_pattern.id')
      .limit(limit)
      .execute()
  for await (const pattern of pages(read, (row) => row.id)) {
    const isInTurns = pattern.turns !== 'none'
    yield {
      pattern: pattern.name,
      team: pattern.team,
      members: pattern.staffIds.flatMap((id) => accounts.get(id) ?? []).join('、'),
      weekdays: weekdayWords(pattern.weekdays),
      start: pattern.startTime,
      end: pattern.endTime,
      kind: wordOf(exporting, 'shift_kind', pattern.kind),
      areas: pattern.areas.join('、'),
      days: wordOf(exporting, 'pattern_days', pattern.days),
      from: pattern.validFrom,
      to: pattern.validTo,
      turns: wordOf(exporting, 'turns', pattern.turns),
      ...(isInTurns
        ? {
            turn_length: pattern.turnLength,
            handover_time: pattern.handoverTime,
            anchor_day: pattern.anchorDay,
            anchor: accounts.get(pattern.anchorId ?? ''),
          }
        : {}),
    }
  }
}
