/** The corpus of tests/fixtures/hostile-texts.yaml: what somebody may write to do harm, by kind. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'

const made = z.union([
  z.string(),
  z.strictObject({ json: z.string() }).transform(({ json }) => JSON.parse(json) as string),
  z
    .strictObject({ repeat: z.string(), times: z.number(), end: z.string() })
    .transform(({ repeat, times, end }) => repeat.repeat(times) + end),
])

const kinds = z
  .record(z.string(), z.array(made))
  .parse(parse(readFileSync('tests/fixtures/hostile-texts.yaml', 'utf8')))

export interface HostileText {
  readonly kind: string
  readonly text: string
}

export const HOSTILE_TEXTS: readonly HostileText[] = Object.entries(kinds).flatMap(
  ([kind, texts]) => texts.map((text) => ({ kind, text })),
)
