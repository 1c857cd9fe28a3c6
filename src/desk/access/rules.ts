/** What rules/access.yaml says. */
import { z } from 'zod'

const count = z.number().int().positive()

export const accessRulesSchema = z.strictObject({
  staff_session_hours: count,
  staff_idle_minutes: count,
  login_minutes: count,
  admin_tries: count,
  admin_lock_minutes: count,
  admin_tries_per_minute: count,
  login_returns_per_minute: count,
  link_opens_per_minute: count,
  link_refusals_per_minute: count,
  sandbox_link_minutes: count.max(30),
  owner_link_minutes: count.max(30),
  owner_session_minutes: count,
  seen_step_seconds: count,
})

export type AccessRules = z.output<typeof accessRulesSchema>
