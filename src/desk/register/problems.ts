/** Collects what is wrong or odd in a book: the first ones in full, of the rest only how many. */
import {
  type ErrorName,
  type MessageName,
  type MessageValues,
  messageText,
  type WarningName,
} from './messages.ts'
import type { RegisterRules } from './rules.ts'
import { columnName } from './xlsx/sheet-rows.ts'

/** Where in the book something is; the further down, the less may be known. */
export interface Place {
  readonly sheet?: string
  readonly row?: number
  readonly column?: number
  readonly header?: string
  readonly value?: string
}

export interface Problem {
  readonly reason: MessageName
  readonly sheet: string | null
  readonly row: number | null
  /** "O2" */
  readonly cell: string | null
  /** The header of the column: "手机号". */
  readonly column: string | null
  readonly value: string | null
  /** What is wrong and what would be right, in Chinese. */
  readonly message: string
}

export interface Problems {
  error(place: Place, reason: ErrorName, values?: MessageValues): void
  warn(place: Place, reason: WarningName, values?: MessageValues): void
  readonly errors: readonly Problem[]
  readonly warnings: readonly Problem[]
  errorCount(): number
  warningCount(): number
}

const LONGEST_VALUE = 60

export function collectProblems(rules: RegisterRules): Problems {
  const errors: Problem[] = []
  const warnings: Problem[] = []
  const counts = { errors: 0, warnings: 0 }
  const keep = (list: Problem[], problem: Problem) => {
    if (list.length < rules.limits.listed_problems) list.push(problem)
  }
  return {
    errors,
    warnings,
    error(place, reason, values) {
      counts.errors++
      keep(errors, problemAt(rules, place, reason, values))
    },
    warn(place, reason, values) {
      counts.warnings++
      keep(warnings, problemAt(rules, place, reason, values))
    },
    errorCount: () => counts.errors,
    warningCount: () => counts.warnings,
  }
}

function problemAt(
  rules: RegisterRules,
  place: Place,
  reason: MessageName,
  values: MessageValues = {},
): Problem {
  const value = place.value ? clipped(place.value) : null
  const { sheet = null, row = null, column, header = null } = place
  return {
    reason,
    sheet,
    row,
    cell: column !== undefined && row !== null ? `${columnName(column)}${row}` : null,
    column: header,
    value,
    message: messageText(rules.messages, reason, {
      value: value ?? '',
      header: header ?? '',
      ...values,
    }),
  }
}

function clipped(value: string): string {
  const plain = value.replace(/\p{Cc}+/gu, ' ').trim()
  return plain.length > LONGEST_VALUE ? `${plain.slice(0, LONGEST_VALUE)}…` : plain
}
