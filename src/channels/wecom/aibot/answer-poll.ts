/** What the platform is told when it fetches an answer: everything said so far, and whether that is all. */
import { hash } from 'node:crypto'
import type { StoredFile } from '../media-ids.ts'
import {
  type Exchange,
  type ExchangeDeps,
  exchangeById,
  isAnswering,
  type Said,
  updateExchange,
} from './exchanges.ts'

export interface PollDeps extends ExchangeDeps {
  readonly openFile: (fileId: string) => Promise<StoredFile | undefined>
  /** Stands in an answer that is over and says nothing. */
  readonly heard: string
}

/** The platform asks for six minutes; before that the answer is closed (path/101031). */
export const OPEN_MS = 330_000

/** Body of the answer; nothing for a stream that is none of ours. */
export async function answerPoll(deps: PollDeps, streamId: string): Promise<object | undefined> {
  const exchange = await deps.db.transaction().execute(async (tx) => {
    const found = await exchangeById(deps, tx, streamId, true)
    if (!found) return undefined
    const isOver = await isFinished(deps, found)
    await updateExchange(deps, tx, streamId, { shown: found.said.length, isOpen: !isOver })
    return { ...found, isOpen: !isOver }
  })
  return exchange && streamBody(deps, exchange)
}

async function isFinished(deps: PollDeps, exchange: Exchange): Promise<boolean> {
  if (!exchange.isOpen) return true
  if (deps.clock.now().getTime() - exchange.createdAt.getTime() >= OPEN_MS) return true
  // Whoever put in the last piece has to learn that it was fetched: that takes one more poll.
  const keys = exchange.said.slice(0, exchange.shown).map(({ key }) => key)
  return !(await isAnswering(deps.db, exchange, keys))
}

async function streamBody(deps: PollDeps, exchange: Exchange): Promise<object> {
  const finish = !exchange.isOpen
  const text = contentOf(exchange.said)
  const images = finish ? await imagesOf(deps, exchange.said) : []
  const isEmpty = text === '' && images.length === 0
  const content = finish && isEmpty ? deps.heard : text
  const stream = {
    id: exchange.id,
    finish,
    content,
    ...(images.length > 0 && { msg_item: images }),
  }
  return { msgtype: 'stream', stream }
}

/** The whole text each time, not what is new (path/101031). */
export function contentOf(said: readonly Said[]): string {
  return said.flatMap((one) => ('text' in one ? [one.text] : [])).join('\n\n')
}

/** At most ten, and only with the end (path/101031). */
async function imagesOf(
  { openFile }: Pick<PollDeps, 'openFile'>,
  said: readonly Said[],
): Promise<readonly object[]> {
  const ids = said.flatMap((one) => ('fileId' in one ? [one.fileId] : [])).slice(0, 10)
  const files = await Promise.all(ids.map(openFile))
  return files.flatMap((file) => {
    if (!file) return []
    const bytes = Buffer.from(file.bytes)
    const image = { base64: bytes.toString('base64'), md5: hash('md5', bytes) }
    return [{ msgtype: 'image', image }]
  })
}
