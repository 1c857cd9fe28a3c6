/** What rules/residents.yaml says. */
import { z } from 'zod'
import { ROLES } from '../staff/roles.ts'
import { RELATIONS } from './relations.ts'

const count = z.number().int().positive()
const rights = z.strictObject({ see_fees: z.boolean(), pay: z.boolean(), vote: z.boolean() })

export const residentRulesSchema = z.strictObject({
  labels: z.strictObject({
    building: z.string().includes('{code}'),
    room: z.string().includes('{number}'),
    room_without_unit: z.string().includes('{number}'),
  }),
  max_room_choices: count,
  rights: z.record(z.enum(RELATIONS), rights),
  code: z.strictObject({ minutes: count, tries: count, tries_minutes: count }),
  application: z.strictObject({ open_per_account: count, per_day: count, days: count }),
  deciding_roles: z.array(z.enum(ROLES as [string, ...string[]])).min(1),
  consents: z.array(z.strictObject({ version: z.string().min(1), text: z.string().min(1) })).min(1),
})

export type ResidentRules = z.output<typeof residentRulesSchema>
