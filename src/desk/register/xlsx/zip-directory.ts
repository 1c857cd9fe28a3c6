/** Reads a zip file's directory: what is in it, how large it claims to be, and whether it may be opened. */
import { BadBook } from './bad-book.ts'
import type { ByteSource } from './byte-source.ts'

export interface ZipEntry {
  readonly path: string
  /** 0 stored, 8 deflated. */
  readonly method: number
  readonly crc: number
  readonly packedSize: number
  readonly size: number
  readonly headerOffset: number
}

export interface ZipLimits {
  /** Of all entries together, as the directory claims; `inflateEntry` holds each entry to its claim. */
  readonly inflatedBytes: number
  readonly entries: number
}

// PKWARE APPNOTE 6.3.10, 4.3: signatures and sizes of the records.
const END = 0x06054b50
const END_SIZE = 22
const LONGEST_COMMENT = 65_535
const CENTRAL = 0x02014b50
const CENTRAL_SIZE = 46
const ENCRYPTED_FLAG = 1
const ZIP64_EXTRA = 1
const IN_ZIP64 = 0xffffffff
/** Old .xls files and encrypted .xlsx files are both such containers (MS-CFB 2.2). */
const CONTAINER = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le')

/** @throws BadBook when it is no zip, encrypted, damaged or larger than the limits */
export async function readZipDirectory(
  source: ByteSource,
  limits: ZipLimits,
): Promise<ReadonlyMap<string, ZipEntry>> {
  await refuseContainers(source)
  const { count, offset, length } = await readEnd(source)
  if (count > limits.entries) throw new BadBook('too_big', `${count} entries`)
  const directory = await source.read(offset, length)
  const entries = new Map<string, ZipEntry>()
  let at = 0
  let total = 0
  for (let index = 0; index < count; index++) {
    if (at + CENTRAL_SIZE > length || directory.readUInt32LE(at) !== CENTRAL) {
      throw new BadBook('damaged', `directory entry ${index}`)
    }
    const { entry, next } = readEntry(directory, at)
    total += entry.size
    if (total > limits.inflatedBytes) throw new BadBook('too_big', `${total} bytes inflated`)
    if (entries.has(entry.path)) throw new BadBook('damaged', `${entry.path} twice`)
    entries.set(entry.path, entry)
    at = next
  }
  return entries
}

async function refuseContainers(source: ByteSource): Promise<void> {
  const head = await source.read(0, Math.min(source.size, CONTAINER.length))
  if (!head.equals(CONTAINER)) return
  const start = await source.read(0, Math.min(source.size, 1024 * 1024))
  const reason = start.includes(ENCRYPTED_STREAM) ? 'encrypted' : 'old_xls'
  throw new BadBook(reason, 'a compound file')
}

async function readEnd(source: ByteSource) {
  const length = Math.min(source.size, END_SIZE + LONGEST_COMMENT)
  const tail = await source.read(source.size - length, length)
  for (let at = tail.length - END_SIZE; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END) continue
    const end = {
      count: tail.readUInt16LE(at + 10),
      length: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
    }
    if (end.offset + end.length <= source.size) return end
  }
  const head = await source.read(0, Math.min(source.size, 2))
  throw new BadBook(head.toString('latin1') === 'PK' ? 'damaged' : 'not_xlsx', 'no zip directory')
}

function readEntry(directory: Buffer, at: number): { entry: ZipEntry; next: number } {
  const nameLength = directory.readUInt16LE(at + 28)
  const extraLength = directory.readUInt16LE(at + 30)
  const commentLength = directory.readUInt16LE(at + 32)
  const nameAt = at + CENTRAL_SIZE
  const extraAt = nameAt + nameLength
  if (extraAt + extraLength + commentLength > directory.length) {
    throw new BadBook('damaged', 'directory ends within an entry')
  }
  const path = directory.toString('utf8', nameAt, extraAt)
  if (directory.readUInt16LE(at + 8) & ENCRYPTED_FLAG) throw new BadBook('encrypted', path)
  const large = zip64Values(directory.subarray(extraAt, extraAt + extraLength))
  const value = (offset: number) => {
    const short = directory.readUInt32LE(at + offset)
    return short === IN_ZIP64 ? (large.shift() ?? short) : short
  }
  const size = value(24)
  const packedSize = value(20)
  const headerOffset = value(42)
  const method = directory.readUInt16LE(at + 10)
  const crc = directory.readUInt32LE(at + 16)
  return {
    entry: { path: path.replace(/^\//, ''), method, crc, packedSize, size, headerOffset },
    next: extraAt + extraLength + commentLength,
  }
}

/** In the order size, packed size, offset: only those whose short field is full (APPNOTE 4.5.3). */
function zip64Values(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; ) {
    const id = extra.readUInt16LE(at)
    const length = extra.readUInt16LE(at + 2)
    if (id === ZIP64_EXTRA) {
      const data = extra.subarray(at + 4, at + 4 + length)
      const count = Math.floor(data.length / 8)
      return Array.from({ length: count }, (_, index) => Number(data.readBigUInt64LE(index * 8)))
    }
    at += 4 + length
  }
  return []
}
