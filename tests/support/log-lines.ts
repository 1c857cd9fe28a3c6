/** A log that keeps its lines, so that a test can read what was written and look for what must not be. */
import { type Log, openLog } from '../../src/log.ts'

export interface LogLines {
  readonly log: Log
  readonly lines: string[]
  /** The messages alone. */
  messages(): string[]
}

export function logLines(): LogLines {
  const lines: string[] = []
  const log = openLog('trace', { write: (line) => lines.push(line) })
  return {
    log,
    lines,
    messages: () => lines.map((line) => String((JSON.parse(line) as { msg: unknown }).msg)),
  }
}
