/** The web chat of a process; nothing when it is switched off. */
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import { openWebChat, type WebChat } from '../channels/web/open-web-chat.ts'
import { webChatRulesSchema } from '../channels/web/rules.ts'
import { RULES_FOLDER } from '../desk/rules.ts'
import { readMediaFile } from '../media/open-media.ts'
import { readRuleFile } from '../rule-file.ts'
import type { Parts } from './parts.ts'
import type { WayIn } from './way-in.ts'

/** @throws BadRules when rules/web-chat.yaml is broken */
export async function openWebChatOn(
  { base, talk, log, life: { stopping } }: Pick<Parts, 'base' | 'talk' | 'log' | 'life'>,
  wayIn: WayIn,
): Promise<WebChat | null> {
  const { config, ground, clock, seals, wecom } = base
  if (!config.webChat) return null
  const { db } = ground
  const storage = base.storage
  const folder = config.rulesDir ?? RULES_FOLDER
  return openWebChat({
    ...{ db, clock, newId, seals, log, storage, stopping },
    rules: await readRuleFile(webChatRulesSchema, join(folder, 'web-chat.yaml')),
    corpId: wecom.apps[0].corpId,
    keep: wayIn.keep,
    kept: wayIn.ring,
    openFile: (fileId) => readMediaFile(db, storage, fileId),
    isSecure: config.publicUrl?.startsWith('https:') ?? false,
    embedOrigins: config.webChat.embedOrigins,
    say: (name, values = {}) => talk.turns.words.text(`web_chat.${name}`, values),
  })
}
