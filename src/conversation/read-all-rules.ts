/** All rule files: those of the desk and those of the durable tables. */
import { join } from 'node:path'
import { RULES_FOLDER, type Rules, readRules } from '../desk/rules.ts'
import { type InboxRules, inboxRulesSchema } from '../inbox/rules.ts'
import { type MediaRules, mediaRulesSchema } from '../media/rules.ts'
import type { OutboxRules } from '../outbox/rules.ts'
import { readRuleFile } from '../rule-file.ts'
import { type UnderstanderRules, understanderRulesSchema } from './understanding/rules.ts'

export interface AllRules {
  readonly desk: Rules
  readonly inbox: InboxRules
  readonly outbox: OutboxRules
  readonly media: MediaRules
  readonly understander: UnderstanderRules
}

/** `folder` null is the project's own. @throws BadRules with file, path and reason */
export async function readAllRules(folder: string | null): Promise<AllRules> {
  const from = folder ?? RULES_FOLDER
  const desk = await readRules(from)
  return {
    desk,
    outbox: desk.outbox,
    inbox: await readRuleFile(inboxRulesSchema, join(from, 'inbox.yaml')),
    understander: await readRuleFile(understanderRulesSchema, join(from, 'understander.yaml')),
    media: await readRuleFile(mediaRulesSchema, join(from, 'media.yaml')),
  }
}
