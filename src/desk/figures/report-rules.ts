/** What rules/report.yaml says. */
import { z } from 'zod'

const count = z.number().int().positive()

export const reportRulesSchema = z.strictObject({
  /** Percent, by measure. */
  targets: z.record(z.string().regex(/^[a-z_]+$/), z.number().min(0).max(100)),
  small_below: count,
  due_day: count.max(28),
  rows: z.strictObject({
    leaves: count,
    buildings: count,
    people: count,
    matters: count,
    ahead: count,
  }),
})

export type ReportRules = z.output<typeof reportRulesSchema>
