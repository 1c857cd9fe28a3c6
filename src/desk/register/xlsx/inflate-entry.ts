/** Unpacks one entry of a zip file as text, never more than its directory claims. */
import { pipeline, Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { BadBook } from './bad-book.ts'
import { type ByteSource, pieces } from './byte-source.ts'
import type { ZipEntry } from './zip-directory.ts'

// PKWARE APPNOTE 6.3.10, 4.3.7.
const LOCAL = 0x04034b50
const LOCAL_SIZE = 30
const STORED = 0
const DEFLATED = 8

/**
 * The entry's text in pieces.
 * @throws BadBook `damaged` when it is longer or shorter than claimed, its checksum differs, or it is no UTF-8
 */
export async function* entryText(source: ByteSource, entry: ZipEntry): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const bytes of entryBytes(source, entry)) yield decoded(decoder, entry, bytes)
  yield decoded(decoder, entry)
}

async function* entryBytes(source: ByteSource, entry: ZipEntry): AsyncGenerator<Buffer> {
  let size = 0
  let crc = 0
  try {
    for await (const bytes of await unpacked(source, entry)) {
      size += bytes.length
      if (size > entry.size) throw new BadBook('damaged', `${entry.path} is longer than it claims`)
      crc = crc32(bytes, crc)
      yield bytes
    }
  } catch (cause) {
    if (cause instanceof BadBook) throw cause
    throw new BadBook('damaged', entry.path, { cause })
  }
  if (size !== entry.size || crc !== entry.crc)
    throw new BadBook('damaged', `${entry.path} differs`)
}

async function unpacked(source: ByteSource, entry: ZipEntry): Promise<AsyncIterable<Buffer>> {
  const header = await source.read(entry.headerOffset, LOCAL_SIZE)
  if (header.readUInt32LE(0) !== LOCAL) throw new BadBook('damaged', `${entry.path} has no header`)
  const start = entry.headerOffset + LOCAL_SIZE + header.readUInt16LE(26) + header.readUInt16LE(28)
  const packed = pieces(source, start, entry.packedSize)
  if (entry.method === STORED) return packed
  if (entry.method !== DEFLATED) throw new BadBook('damaged', `method ${entry.method}`)
  // Whoever iterates gets the error; a reader that stops early is none.
  return pipeline(Readable.from(packed), createInflateRaw(), () => undefined)
}

function decoded(decoder: TextDecoder, entry: ZipEntry, bytes?: Buffer): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
  } catch (cause) {
    throw new BadBook('damaged', `${entry.path} is no UTF-8`, { cause })
  }
}
