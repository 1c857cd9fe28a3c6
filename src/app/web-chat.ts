/** The web chat of a process; nothing when it is switched off. */
import { join } from 'node:path'
import { v7 as newId } from 'uuid'
import { openWebChat, type WebChat } from '../channels/web/open-web-chat.ts'
import { webChatRulesSchema } from '../channels/web/rules.ts'
import { RULES_FOLDER } from '../desk/rules.ts'
import type { Life } from '../life.ts'
import type { Log } from '../log.ts'
import { readMediaFile } from '../media/open-media.ts'
import { readRuleFile } from '../rule-file.ts'
import type { Base } from './base.ts'
import type { WayIn } from './way-in.ts'

/** @throws BadRules when rules/web-chat.yaml is broken */
export async function openWebChatOn(
  base: Base,
  wayIn: WayIn,
  { stopping }: Life,
  log: Log,
): Promise<WebChat | null> {
  const { config, ground, clock, seals, wecom } = base
  if (!config.webChat) return null
  const { db } = ground
  const storage = base.storage
  const folder = config.rulesDir ?? RULES_FOLDER
  return openWebChat({
    ...{ db, clock, newId, seals, log, storage, stopping },
    rules: await readRuleFile(webChatRulesSchema, join(folder, 'web-chat.yaml')),
    corpId: wecom.corpId,
    keep: wayIn.keep,
    kept: wayIn.ring,
    openFile: (fileId) => readMediaFile(db, storage, fileId),
    isSecure: config.publicUrl?.startsWith('https:') ?? false,
    embedOrigins: config.webChat.embedOrigins,
  })
}
