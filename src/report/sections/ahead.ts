/** What is known of the next month. */
import { estateDay, estateTime } from '../../desk/residents/estate-day.ts'
import type { Block, Cell, Column } from '../document.ts'
import type { ReportFacts } from '../read-report.ts'
import type { Say } from '../say.ts'

export function aheadBlocks(facts: ReportFacts, say: Say): Block[] {
  return [notices(facts, say), holidays(facts, say), certificates(facts, say)]
}

function listed(
  { rules }: ReportFacts,
  say: Say,
  table: { readonly title: string; readonly columns: readonly string[]; readonly none: string },
  rows: readonly (readonly Cell[])[],
): Block {
  if (rows.length === 0) return { kind: 'note', text: say(table.none) }
  const most = rules.report.rows.ahead
  const left = rows.length - most
  return {
    kind: 'table',
    title: say(table.title),
    columns: table.columns.map((one): Column => ({ title: say(`columns.${one}`), kind: 'text' })),
    rows: rows.slice(0, most),
    ...(left > 0 && { note: say('more', { count: left }) }),
  }
}

function notices(facts: ReportFacts, say: Say): Block {
  const { ahead, rules } = facts
  const kinds = rules.notices.kinds as Record<string, { name: string }>
  const moment = (at: Date) => `${estateDay(at)} ${estateTime(at)}`
  const rows = ahead.notices.map(({ title, kind, fromAt, untilAt }) => [
    title,
    kinds[kind]?.name ?? kind,
    untilAt ? `${moment(fromAt)} – ${moment(untilAt)}` : moment(fromAt),
  ])
  const columns = ['name', 'kind', 'when']
  return listed(facts, say, { title: 'ahead.notices', columns, none: 'ahead.no_notices' }, rows)
}

function holidays(facts: ReportFacts, say: Say): Block {
  const { days, isYearKnown } = facts.ahead
  const rows = days.map(({ day, label, kind }) => [
    day,
    label,
    say(kind === 'off' ? 'ahead.off' : 'ahead.work'),
  ])
  const none = isYearKnown ? 'ahead.no_holidays' : 'ahead.year_unknown'
  return listed(
    facts,
    say,
    { title: 'ahead.holidays', columns: ['day', 'name', 'kind'], none },
    rows,
  )
}

function certificates(facts: ReportFacts, say: Say): Block {
  const { ahead, rules } = facts
  const kinds = rules.staff.certificates.kinds as Record<string, string>
  const rows = ahead.certificates.map(({ name, kind, validTo }) => [
    name,
    kinds[kind] ?? kind,
    validTo,
  ])
  const columns = ['person', 'certificate', 'valid_to']
  return listed(
    facts,
    say,
    { title: 'ahead.certificates', columns, none: 'ahead.no_certificates' },
    rows,
  )
}
