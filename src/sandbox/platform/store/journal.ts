/** The platform's memory on disk: one JSON line per change, written before the change is acknowledged. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'

/** One row put (or, with null, removed): table, key, row. */
export type Change = readonly [table: string, key: string, row: unknown]

interface Journal {
  /** Writes the changes of one transaction as one line: all of them survive a kill, or none. */
  append(changes: readonly Change[]): void
  close(): void
}

/** First line of every journal; a later format must not be read as this one. */
const HEADER = JSON.stringify({ guanjiaSandbox: 1 })

export interface OpenedJournal extends Journal {
  /** Everything written so far, oldest first. */
  readonly history: readonly (readonly Change[])[]
}

/**
 * Opens or creates the journal at `path`. A last line torn by a kill is cut off;
 * a broken line anywhere else means a damaged file and throws.
 */
export function openJournal(path: string): OpenedJournal {
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
  const whole = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1)
  const fd = openSync(path, 'a', 0o600)
  ftruncateSync(fd, whole.length)
  const [header, ...lines] = whole.toString('utf8').split('\n').slice(0, -1)
  if (header === undefined) writeWhole(fd, `${HEADER}\n`)
  else if (header !== HEADER) throw new Error(`${path} is not a journal this version can read`)
  return {
    history: lines.map((line, index) => parseLine(line, `${path}:${index + 2}`)),
    append: (changes) => writeWhole(fd, `${JSON.stringify(changes)}\n`),
    close: () => closeSync(fd),
  }
}

/** Replaces the journal at `path` by one that holds only `changes`, in one rename. */
export function rewriteJournal(path: string, changes: Iterable<Change>): void {
  const fd = openSync(`${path}.new`, 'w', 0o600)
  writeWhole(fd, `${HEADER}\n`)
  for (const change of changes) writeWhole(fd, `${JSON.stringify([change])}\n`)
  fsyncSync(fd)
  closeSync(fd)
  renameSync(`${path}.new`, path)
}

function parseLine(line: string, where: string): readonly Change[] {
  try {
    return JSON.parse(line) as Change[]
  } catch (cause) {
    throw new Error(`${where}: this line is damaged`, { cause })
  }
}

function writeWhole(fd: number, text: string): void {
  const bytes = Buffer.from(text, 'utf8')
  let written = 0
  while (written < bytes.length) written += writeSync(fd, bytes, written)
}
