/** What comes in but is no talk: taps on cards, servicers of the platform, receipts, messages taken back. */
import type { IncomingContent } from '../channels/channel.ts'
import { forgetPhoto } from '../desk/tickets/forget-photo.ts'
import type { Work } from '../desk/work.ts'
import type { OpenItem } from '../inbox/due.ts'
import { forgetFile } from '../media/forget-file.ts'
import type { OutboxHooks } from '../outbox/hooks.ts'
import { settleLost } from '../outbox/settle.ts'
import type { Conversation } from './conversation.ts'
import { tokenOf } from './scans.ts'
import { mirrorServicing } from './servicing.ts'
import { type ClickDeps, takeClick } from './take-click.ts'
import { forgetUnmatched } from './talk-events.ts'

export interface AsideDeps extends ClickDeps {
  readonly hooks: OutboxHooks
  /** Whether the platform takes a message for this conversation now. */
  readonly canWriteTo: (work: Work, conversationId: string) => Promise<boolean>
}

/** Deals with an item that is none of the talk's business; false when it is. */
export async function dealWithAside(
  deps: AsideDeps,
  work: Work,
  conversation: Conversation,
  item: OpenItem,
): Promise<boolean> {
  const content = item.content as IncomingContent
  switch (item.kind) {
    case 'click':
      if (content.kind === 'click') await takeClick(deps, work, conversation, content)
      return true
    case 'servicing':
      if (content.kind === 'servicing') {
        const { id, address } = conversation
        await mirrorServicing(work, { id, corpId: address.corpId }, content)
      }
      return true
    case 'send-failed':
      if (content.kind === 'send-failed')
        await settleLost({ ...deps, seals: work.seals }, work.tx, conversation.id, content)
      return true
    case 'recalled':
      if (content.kind === 'recalled') await forget(work, conversation.id, content.recalledKey)
      return true
    case 'enter':
      return !(await mayAnswer(deps, work, conversation, content))
    default:
      return false
  }
}

/**
 * Without a code nothing may be sent to somebody who has not written (wecom.md 3.5), and whoever writes anyway is not
 * greeted again; somebody who scanned a code of the desk is answered as long as the chat is open.
 */
async function mayAnswer(
  deps: AsideDeps,
  work: Work,
  conversation: Conversation,
  content: IncomingContent,
): Promise<boolean> {
  if (content.kind !== 'enter' || conversation.address.channel !== 'wecom-kf') return true
  if (content.welcomeCode) return true
  return tokenOf(content) !== null && (await deps.canWriteTo(work, conversation.id))
}

/** The person took the message back: its words, also those nobody understood, and its file are gone, that there was one stays. */
async function forget(work: Work, conversationId: string, key: string): Promise<void> {
  const row = await work.tx
    .selectFrom('inbox_item')
    .select(['id', 'content', 'doneAt'])
    .where('key', '=', key)
    .where('conversationId', '=', conversationId)
    .executeTakeFirst()
  if (!row) return
  const content = work.seals.openJson(row.content) as IncomingContent
  await work.tx
    .updateTable('inbox_item')
    .set({ content: work.seals.sealJson({ kind: 'unreadable', what: '已撤回的消息' }) })
    .where('id', '=', row.id)
    .execute()
  if (row.doneAt) await forgetUnmatched(work, conversationId, row.doneAt)
  if (content.kind !== 'media' || content.fileId === undefined) return
  await forgetFile(work.tx, content.fileId, work.now)
  await forgetPhoto(work, content.fileId)
}
