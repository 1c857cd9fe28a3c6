/** The rule files as they are shipped. */
import { readFileSync } from 'node:fs'
import { inboxRulesSchema } from '../../src/inbox/rules.ts'
import { mediaRulesSchema } from '../../src/media/rules.ts'
import { outboxRulesSchema } from '../../src/outbox/rules.ts'
import { parseRuleFile } from '../../src/rule-file.ts'

const textOf = (name: string) =>
  readFileSync(new URL(`../../rules/${name}`, import.meta.url), 'utf8')

export const inboxRules = parseRuleFile(inboxRulesSchema, 'inbox.yaml', textOf('inbox.yaml'))
export const outboxRules = parseRuleFile(outboxRulesSchema, 'outbox.yaml', textOf('outbox.yaml'))
export const mediaRules = parseRuleFile(mediaRulesSchema, 'media.yaml', textOf('media.yaml'))
