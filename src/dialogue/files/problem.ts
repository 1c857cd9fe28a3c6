/** One thing wrong with the files, said so that the person who wrote the file can mend it. */

export interface Problem {
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  readonly column?: number
  readonly severity: 'error' | 'warning'
  /** Stable name of the rule, such as `unknown-slot`. */
  readonly rule: string
  /** One sentence in Chinese and one in English that says what to do. */
  readonly message: string
}

/** A way into a file: keys and indexes as written, such as `['steps', 2, 'prompt']`. */
export type Path = readonly (string | number)[]

/** What a check calls when it finds something. Paths that are too long point at what does exist. */
export type Report = (path: Path, rule: string, message: string, severity?: 'warning') => void

/** The text of a problem, `flows/x.flow.yaml:12:3 error unknown-slot: …`. */
export function printProblem(problem: Problem): string {
  const place = `${problem.file}:${problem.line}${problem.column ? `:${problem.column}` : ''}`
  return `${place} ${problem.severity} ${problem.rule}: ${problem.message}`
}
