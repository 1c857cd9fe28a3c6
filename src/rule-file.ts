/** Reads one file of rules/: YAML checked against a schema, with errors a person can act on. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { z } from 'zod'
import { readYaml } from './yaml-text.ts'

export class BadRules extends Error {
  readonly code = 'bad-rules'
}

/**
 * The checked content of a rule file.
 * @throws BadRules listing every problem as `file: path: reason`
 */
export function parseRuleFile<Shape extends z.ZodType>(
  schema: Shape,
  file: string,
  text: string,
): z.output<Shape> {
  const read = readYaml(text)
  if ('problems' in read) {
    throw new BadRules(read.problems.map(({ message }) => `${file}: ${message}`).join('\n'))
  }
  const checked = schema.safeParse(read.value)
  if (checked.success) return checked.data
  const problems = checked.error.issues.map(
    (issue) => `${file}: ${issue.path.join('.') || 'file'}: ${issue.message}`,
  )
  throw new BadRules(problems.join('\n'))
}

/** The checked content of the rule file at a path. @throws BadRules as above */
export async function readRuleFile<Shape extends z.ZodType>(
  schema: Shape,
  path: string,
): Promise<z.output<Shape>> {
  return parseRuleFile(schema, basename(path), await readFile(path, 'utf8'))
}
