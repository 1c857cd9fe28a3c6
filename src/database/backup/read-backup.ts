/** Opens a backup and gives what lies in it, each part whole or with an error. */
import { type Readable, Transform } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import {
  BadBackup,
  CONTENTS,
  type Contents,
  FILES,
  KEY,
  parseContents,
  rowsOf,
} from './contents.ts'

export interface ReadBackup {
  readonly contents: Contents
  /** Hex; null when it was left out. */
  readonly key: string | null
  /** The rows of a table, as COPY reads them. @throws BadBackup when there are none of that name */
  rows(table: string): Promise<Readable>
  /** The keys of its files. */
  readonly files: readonly string[]
  file(key: string): Promise<Buffer>
  close(): void
}

const MOST_CONTENTS_BYTES = 4 * 1024 * 1024
const KEY_BYTES = 64
/** More than any photo or film that is taken (rules/media.yaml): what unpacks to more is no file of ours. */
const MOST_FILE_BYTES = 256 * 1024 * 1024
const PART = /^(backup\.json|data\.key|tables\/\w+\.copy|media\/[0-9a-f]{32,64})$/

/** @throws BadBackup when it is none, was never finished, or names what no backup holds */
export async function readBackup(path: string): Promise<ReadBackup> {
  const zip = await openPromise(path, { autoClose: false, strictFileNames: true }).catch(
    (error) => {
      if (error.code === 'ENOENT') throw new BadBackup(`没有这个文件：${path}`)
      throw new BadBackup(`${path} 不是完整的备份：没有写完、传坏了，或不是备份`)
    },
  )
  try {
    const parts = await partsOf(zip)
    const read = (name: string) => readPart(zip, parts, name)
    const contents = parseContents(await small(parts, CONTENTS, MOST_CONTENTS_BYTES, read))
    const key = parts.has(KEY) ? (await small(parts, KEY, KEY_BYTES, read)).trim() : null
    return {
      ...{ contents, key },
      rows: (table) => read(rowsOf(table)),
      files: [...parts.keys()].filter((name) => name.startsWith(FILES)).map(keyOf),
      async file(name) {
        const path = `${FILES}${name}`
        if ((parts.get(path)?.uncompressedSize ?? 0) > MOST_FILE_BYTES)
          throw new BadBackup(`备份里的 ${path} 太大，不是管家存的文件`)
        return await buffer(await read(path))
      },
      close: () => zip.close(),
    }
  } catch (error) {
    zip.close()
    throw error
  }
}

const keyOf = (name: string) => name.slice(FILES.length)

async function partsOf(zip: ZipFile): Promise<ReadonlyMap<string, Entry>> {
  const parts = new Map<string, Entry>()
  try {
    for await (const entry of zip.eachEntry()) parts.set(entry.fileName, entry)
  } catch {
    throw new BadBackup('这个文件传坏了，或不是管家的备份')
  }
  if (![...parts.keys()].every((name) => PART.test(name)))
    throw new BadBackup('这个文件不是管家的备份：里面有别的东西')
  return parts
}

async function small(
  parts: ReadonlyMap<string, Entry>,
  name: string,
  most: number,
  read: (name: string) => Promise<Readable>,
): Promise<string> {
  const size = parts.get(name)?.uncompressedSize ?? 0
  if (size === 0 || size > most) throw new BadBackup('这个文件不是管家的备份')
  return (await buffer(await read(name))).toString('utf8')
}

/** Ends with an error when a bit of it has changed since it was written. */
async function readPart(
  zip: ZipFile,
  parts: ReadonlyMap<string, Entry>,
  name: string,
): Promise<Readable> {
  const entry = parts.get(name)
  if (!entry) throw new BadBackup(`备份里缺 ${name}`)
  const packed = await zip.openReadStreamPromise(entry)
  let sum = 0
  const checked = new Transform({
    transform(chunk: Buffer, _, done) {
      sum = crc32(chunk, sum)
      done(null, chunk)
    },
    flush(done) {
      done(sum === entry.crc32 ? null : new BadBackup(`备份里的 ${name} 传坏了`))
    },
  })
  packed.on('error', () => checked.destroy(new BadBackup(`备份里的 ${name} 传坏了`)))
  return packed.pipe(checked)
}
