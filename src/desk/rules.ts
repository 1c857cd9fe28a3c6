/** The desk's rules as data: every time, rate and limit of rules/*.yaml, read once and handed to whoever needs it. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import { outboxRulesSchema } from '../outbox/rules.ts'
import { BadRules, readRuleFile } from '../rule-file.ts'
import { accessRulesSchema } from './access/rules.ts'
import { boardRulesSchema } from './board/rules.ts'
import { clockRulesSchema } from './clocks/rules.ts'
import { contactRulesSchema } from './contacts/rules.ts'
import { dailyRulesSchema } from './daily/rules.ts'
import { directoryRulesSchema } from './directory/rules.ts'
import { feeRulesSchema } from './fees/rules.ts'
import { reportRulesSchema } from './figures/report-rules.ts'
import { noticeRulesSchema } from './notices/rules.ts'
import { pauseRulesSchema } from './pauses/rules.ts'
import { quoteRulesSchema } from './quotes/rules.ts'
import { registerRulesSchema } from './register/rules.ts'
import { residentRulesSchema } from './residents/rules.ts'
import { staffRulesSchema } from './staff/rules.ts'
import { surveyRulesSchema } from './surveys/rules.ts'
import { taskRulesSchema } from './tasks/rules.ts'
import { categoryRulesSchema } from './tickets/category-rules.ts'
import { ticketRulesSchema } from './tickets/rules.ts'
import { warrantyRulesSchema } from './warranty/rules.ts'

/** One file a service; its schema stands in the service's folder as `rules.ts`. */
const FILES = {
  access: accessRulesSchema,
  board: boardRulesSchema,
  clocks: clockRulesSchema,
  categories: categoryRulesSchema,
  contacts: contactRulesSchema,
  daily: dailyRulesSchema,
  directory: directoryRulesSchema,
  fees: feeRulesSchema,
  notices: noticeRulesSchema,
  /** When what is planned goes out is decided where it is planned. */
  outbox: outboxRulesSchema,
  pauses: pauseRulesSchema,
  quotes: quoteRulesSchema,
  register: registerRulesSchema,
  report: reportRulesSchema,
  residents: residentRulesSchema,
  staff: staffRulesSchema,
  surveys: surveyRulesSchema,
  tasks: taskRulesSchema,
  tickets: ticketRulesSchema,
  warranty: warrantyRulesSchema,
} as const

export type Rules = { readonly [Name in keyof typeof FILES]: z.output<(typeof FILES)[Name]> }

/** The project's `rules` folder: beside `src` and beside the built `dist`. */
export const RULES_FOLDER = fileURLToPath(new URL('../../rules', import.meta.url))

/**
 * Reads and checks all rule files.
 * @throws BadRules with file, path and reason
 */
export async function readRules(folder: string = RULES_FOLDER): Promise<Rules> {
  const entries = Object.entries(FILES).map(async ([name, schema]) => {
    return [name, await readRuleFile(schema, join(folder, `${name}.yaml`))] as const
  })
  const rules = Object.fromEntries(await Promise.all(entries)) as Rules
  checkCertificates(rules)
  return { ...rules, register: withCertificates(rules) }
}

/** A kind nobody can hold would keep everybody away. */
function checkCertificates({ categories, staff }: Rules): void {
  const problems = categories.all
    .filter(({ certificate }) => certificate && !(certificate in staff.certificates.kinds))
    .map(({ id, certificate }) => {
      return `categories.yaml: ${id}: certificate ${certificate} is no kind of staff.yaml`
    })
  if (problems.length > 0) throw new BadRules(problems.join('\n'))
}

/** Books call a certificate what rules/staff.yaml calls it. */
function withCertificates({ register, staff }: Rules): Rules['register'] {
  const kinds = Object.entries(staff.certificates.kinds).map(([id, word]) => [id, [word]])
  return { ...register, legends: { ...register.legends, certificate: Object.fromEntries(kinds) } }
}
