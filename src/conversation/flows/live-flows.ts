/**
 * The flow files while the desk runs: read again when they were edited, and taken over only whole. A set with an error
 * leaves the set before in place and says so (dialogue.md D13).
 */
import { createHash } from 'node:crypto'
import type { Database } from '../../database/open-database.ts'
import { reviveFlow } from '../../dialogue/files/compiled-flow.ts'
import type { FlowSet } from '../../dialogue/files/flow-set.ts'
import { readFlowFolder } from '../../dialogue/files/read-folder.ts'
import type { Registry } from '../../dialogue/files/registry.ts'
import { BadRules } from '../../rule-file.ts'
import { readWords, type Words } from '../words.ts'
import { type FlowBook, openFlowBook } from './flow-book.ts'
import { BadFlows, loadFlows } from './load-flows.ts'

export interface LiveFlows {
  readonly book: FlowBook
  /** Always those of the set that is live. */
  readonly words: Words
  /** What became of the last edit. */
  readonly state: FlowsState
  /** Reads the folder again, one reading after the other. Never throws for what the files say. */
  renew(): Promise<FlowsState>
}

export interface FlowsState {
  /** Since when the set that is live is live. */
  readonly since: Date
  /** What is wrong with the files as they lie there now, a line each; empty when they are live. */
  readonly problems: readonly string[]
}

export interface LiveFlowsDeps {
  readonly db: Database
  readonly folder: string
  readonly registry: Registry
  readonly now: () => Date
}

/** A file was moved while it was read, or is not ours to read. */
const UNREADABLE = ['ENOENT', 'EACCES', 'EISDIR', 'ENOTDIR']

interface Read {
  readonly print: string
  readonly flows: FlowSet
  readonly words: Words
}

/** @throws BadFlows or BadRules when a file is broken: at the start there is no set before */
export async function openLiveFlows(deps: LiveFlowsDeps): Promise<LiveFlows> {
  const { db, registry, now } = deps
  const first = await read(deps)
  const revive = (compiled: unknown) => reviveFlow(compiled, registry)
  const book = await openFlowBook({ db, flows: first.flows, revive, now })
  let { words } = first
  let state: FlowsState = { since: now(), problems: [] }
  let last: Promise<unknown> = Promise.resolve()
  let seen = first.print
  const renewOnce = async () => {
    try {
      const print = await printOf(deps.folder)
      if (print === seen) return state
      seen = print
      const next = await read(deps)
      sameNames(words, next.words)
      await book.publish(next.flows)
      words = next.words
      state = { since: now(), problems: [] }
    } catch (error) {
      state = { ...state, problems: problemsOf(error) }
    }
    return state
  }
  return {
    book,
    words: {
      get names() {
        return words.names
      },
      has: (name) => words.has(name),
      text: (name, values) => words.text(name, values),
      card: (name, values) => words.card(name, values),
    },
    get state() {
      return state
    },
    renew() {
      const next = last.then(renewOnce)
      last = next.catch(() => undefined)
      return next
    },
  }
}

async function read({ folder, registry }: LiveFlowsDeps): Promise<Read> {
  const print = await printOf(folder)
  return { print, flows: await loadFlows(folder, registry), words: await readWords(folder) }
}

/** The same as long as no file was edited, added or removed: then nothing is to be done. */
async function printOf(folder: string): Promise<string> {
  const files = await readFlowFolder(folder)
  return createHash('sha256').update(JSON.stringify(files)).digest('hex')
}

/** The desk says each of its texts somewhere: one that is gone would be missed only when it is to be said. */
function sameNames(before: Words, next: Words): void {
  const left = new Set(next.names)
  const gone = before.names.filter((name) => !left.has(name))
  if (gone.length > 0)
    throw new BadFlows(
      gone.map((name) => `_text, _cards, _forms error missing-text: “${name}”没有了 / is gone`),
    )
}

/** @throws what is no fault of the files, such as a database that is away */
function problemsOf(error: unknown): readonly string[] {
  if (error instanceof BadFlows) return error.problems
  if (error instanceof BadRules) return error.message.split('\n')
  const { code = '', message } = error as NodeJS.ErrnoException
  if (UNREADABLE.includes(code)) return [message]
  throw error
}
