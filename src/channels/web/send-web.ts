/** The channel to a web page: what the desk says is written down for it, and shown as soon as it is open. */
import type { Database } from '../../database/open-database.ts'
import { type Channel, conversationIdOf, SendRefused } from '../channel.ts'
import { type LogDeps, writeMessage } from './message-log.ts'
import { type Shown, shownOf } from './shown.ts'

export interface WebChannelDeps extends LogDeps {
  readonly db: Database
  /** Whether the file is still there to be shown. */
  readonly hasFile: (fileId: string) => Promise<boolean>
  /** Pages of this process look at once. */
  readonly wrote: () => void
}

/** The database refuses connections: certainly nothing was written. */
const NOT_WRITTEN = new Set(['ECONNREFUSED', 'ENOTFOUND', '57P03', '53300'])

/** A repeat is told by its key and never shown twice. */
export function webChannel(deps: WebChannelDeps): Channel {
  return {
    name: 'web-chat',
    async send({ key, to, message }) {
      const content = shownOf(message)
      await mustHave(deps, content)
      const conversationId = conversationIdOf(to)
      const { corpId } = to
      const one = { corpId, conversationId, key: `desk/${key}`, author: 'desk', content } as const
      const place = await writing(
        deps.db.transaction().execute((tx) => writeMessage(deps, tx, one)),
      )
      deps.wrote()
      return place === null ? { alreadySent: true } : { platformId: `${conversationId}#${place}` }
    },
  }
}

async function mustHave(deps: WebChannelDeps, content: Shown): Promise<void> {
  if (content.kind !== 'image' || (await writing(deps.hasFile(content.fileId)))) return
  throw new SendRefused('data', 'file', `file ${content.fileId} is gone`)
}

async function writing<T>(write: Promise<T>): Promise<T> {
  try {
    return await write
  } catch (error) {
    const code = String((error as { code?: unknown }).code)
    if (!NOT_WRITTEN.has(code)) throw error
    throw new SendRefused('transient', code, 'the database takes no connections')
  }
}
