/** What an open page reads: the stream of messages, and the pictures in them. */
import express, { type Request, type Response, type Router } from 'express'
import type { Database } from '../../database/open-database.ts'
import { conversationIdOf } from '../channel.ts'
import { eventsOf } from './event-stream.ts'
import { placeToReadFrom, showsFile } from './message-log.ts'
import type { PageHub } from './page-hub.ts'
import type { WebChatRules } from './rules.ts'
import { type ContextDeps, visitorOf } from './web-context.ts'

export interface ReadDeps extends ContextDeps {
  readonly db: Database
  readonly rules: WebChatRules
  readonly hub: PageHub
  /** Streams end when the process is told to stop; the page comes back to another. */
  readonly stopping: AbortSignal
  readonly openFile: (
    fileId: string,
  ) => Promise<{ readonly bytes: Buffer; readonly contentType: string } | undefined>
}

export function readRoutes(deps: ReadDeps): Router {
  const router = express.Router()
  const open = new Map<string, (() => void)[]>()
  router.get('/:project/events', (request, response) => stream(deps, open, request, response))
  router.get('/:project/files/:fileId', (request, response) => showFile(deps, request, response))
  return router
}

async function stream(
  deps: ReadDeps,
  open: Map<string, (() => void)[]>,
  request: Request<{ project: string }>,
  response: Response,
): Promise<void> {
  const address = await visitorOf(deps, request, response)
  if (!address) return
  const { rules, hub, stopping } = deps
  const conversationId = conversationIdOf(address)
  const seen = placeOf(request.get('last-event-id') ?? request.query['after'])
  const shown = { seen, count: rules.history }
  const after = await placeToReadFrom(deps.db, conversationId, shown)
  if (stopping.aborted || request.destroyed) return void response.destroy()
  const events = eventsOf(response, rules.heartbeat_ms)
  const remove = hub.add({ conversationId, after, ...events.listener })
  const mine = open.get(conversationId) ?? []
  open.set(conversationId, [...mine, events.end])
  if (mine.length >= rules.open_pages) mine[0]?.()
  stopping.addEventListener('abort', events.end, { once: true })
  response.once('close', () => {
    remove()
    events.end()
    stopping.removeEventListener('abort', events.end)
    const left = (open.get(conversationId) ?? []).filter((end) => end !== events.end)
    if (left.length > 0) open.set(conversationId, left)
    else open.delete(conversationId)
  })
}

/** Nonsense is the beginning: a page then sees everything again, and nothing is missed. */
function placeOf(text: unknown): number {
  return typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : 0
}

async function showFile(
  deps: ReadDeps,
  request: Request<{ project: string; fileId: string }>,
  response: Response,
): Promise<void> {
  const address = await visitorOf(deps, request, response)
  if (!address) return
  const { fileId } = request.params
  const isTheirs = await showsFile(deps.db, conversationIdOf(address), fileId)
  const file = isTheirs ? await deps.openFile(fileId) : undefined
  if (!file) return void response.status(404).end()
  response.set('Content-Type', file.contentType)
  response.set('Content-Disposition', 'inline')
  response.set('Cache-Control', 'private, max-age=86400, immutable')
  response.send(file.bytes)
}
