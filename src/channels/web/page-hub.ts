/** Looks after the open pages of this process: one query for all of them, whoever wrote the rows. */
import { sql } from 'kysely'
import type { Database } from '../../database/open-database.ts'
import { type LogDeps, type LoggedMessage, readAfter } from './message-log.ts'

/** One open page. */
export interface OpenPage {
  readonly conversationId: string
  /** The last place it has seen; grows as messages are handed over. */
  after: number
  readonly message: (message: LoggedMessage) => void
  /** Whether the desk is about to say something. */
  readonly writing: (isWriting: boolean) => void
}

export interface PageHub {
  /** Serves the page until the answer is called. */
  add(page: OpenPage): () => void
  /** Something was written by this process: look at once. */
  look(): void
}

export interface HubDeps {
  readonly db: Database
  readonly seals: LogDeps['seals']
  readonly everyMs: number
  readonly onError: (error: unknown) => void
}

const MOST_ROWS = 500

export function openPageHub(deps: HubDeps): PageHub {
  const pages = new Map<OpenPage, boolean | null>()
  let isRunning = false
  let wake = () => {}
  let wasAsked = false

  const run = async () => {
    isRunning = true
    while (pages.size > 0) {
      wasAsked = false
      await round(deps, pages).catch(deps.onError)
      if (!wasAsked)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, deps.everyMs)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
    }
    isRunning = false
  }
  const look = () => {
    wasAsked = true
    wake()
  }
  return {
    add(page) {
      pages.set(page, null)
      if (isRunning) look()
      else void run()
      return () => void pages.delete(page)
    },
    look,
  }
}

async function round(deps: HubDeps, pages: Map<OpenPage, boolean | null>): Promise<void> {
  const asked = new Map<string, number>()
  for (const { conversationId, after } of pages.keys()) {
    asked.set(conversationId, Math.min(after, asked.get(conversationId) ?? after))
  }
  // Before the messages: a page must not say that somebody writes below what they wrote.
  const writing = await conversationsAnswering(deps.db, [...asked.keys()])
  const messages = await readAfter(deps.db, deps.seals, asked, MOST_ROWS)
  for (const [page, was] of pages) {
    for (const message of messages) {
      if (message.conversationId !== page.conversationId || message.place <= page.after) continue
      page.after = message.place
      page.message(message)
    }
    const is = writing.has(page.conversationId)
    if (is !== was) {
      pages.set(page, is)
      page.writing(is)
    }
  }
}

/** Those in which something said waits for its turn, or an answer for being sent. */
async function conversationsAnswering(
  db: Database,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await sql<{ id: string }>`
    SELECT id FROM unnest(${ids}::text[]) AS asked(id)
     WHERE EXISTS (SELECT FROM inbox_item i WHERE i."conversationId" = asked.id AND i."doneAt" IS NULL
                      AND i.kind IN ('text', 'media', 'enter'))
        OR EXISTS (SELECT FROM outbox_item o WHERE o.lane = asked.id AND o.state IN ('queued', 'sending'))`.execute(
    db,
  )
  return new Set(found.rows.map(({ id }) => id))
}
