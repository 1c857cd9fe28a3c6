/** The report of a month: what is read, put into words and sections. */
import { addDays, estateDay, estateTime } from '../desk/residents/estate-day.ts'
import type { Report, Section } from './document.ts'
import type { ReportFacts } from './read-report.ts'
import type { Say } from './say.ts'
import { aheadBlocks } from './sections/ahead.ts'
import { complaintBlocks } from './sections/complaints.ts'
import { feeBlocks } from './sections/fees.ts'
import { openBlocks } from './sections/open.ts'
import { peopleBlocks } from './sections/people.ts'
import { qualityBlocks } from './sections/quality.ts'
import { safetyBlocks } from './sections/safety.ts'
import { summaryBlocks } from './sections/summary.ts'
import { timeBlocks } from './sections/time.ts'
import { workBlocks } from './sections/work.ts'

/** In the order of servicedesk.md E2: income, work, complaints, safety, next month; the month at a glance first. */
const SECTIONS = {
  summary: summaryBlocks,
  fees: feeBlocks,
  work: workBlocks,
  time: timeBlocks,
  quality: qualityBlocks,
  people: peopleBlocks,
  complaints: complaintBlocks,
  safety: safetyBlocks,
  open: openBlocks,
  ahead: aheadBlocks,
} as const

export function composeReport(facts: ReportFacts, say: Say): Report {
  const { month, now, rules, project } = facts
  const [year, number] = partsOf(month.month)
  const [dueYear, dueMonth] = partsOf(month.next)
  const head = [
    say('span', { from: month.from, to: addDays(month.to, -1) }),
    say('as_of', { day: estateDay(now), time: estateTime(now) }),
    month.isOver
      ? say('due', { year: dueYear, month: dueMonth, day: rules.report.due_day })
      : say('running'),
  ]
  const sections = Object.entries(SECTIONS).map(([id, blocks]): Section => {
    return { id, title: say(`${id}.title`), blocks: blocks(facts, say) }
  })
  return {
    title: say('title', { year, month: number }),
    project,
    head,
    sections,
    foot: say('foot', { small: rules.report.small_below }),
  }
}

function partsOf(month: string): readonly [number, number] {
  return [Number(month.slice(0, 4)), Number(month.slice(5))]
}
