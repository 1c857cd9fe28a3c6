/** Bytes that can be read at any place: a file on disk or a buffer. */
import { open } from 'node:fs/promises'
import { BadBook } from './bad-book.ts'

export interface ByteSource {
  readonly size: number
  /** Exactly so many bytes. @throws BadBook `damaged` when the file ends before */
  read(offset: number, length: number): Promise<Buffer>
  close(): Promise<void>
}

/** @throws BadBook `not_found`, or `not_xlsx` when it is a folder or a device */
export async function openFile(path: string): Promise<ByteSource> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new BadBook('not_found', path, { cause })
  })
  const stat = await file.stat()
  if (!stat.isFile()) {
    await file.close()
    throw new BadBook('not_xlsx', `${path} is no file`)
  }
  const { size } = stat
  return {
    size,
    async read(offset, length) {
      const buffer = Buffer.alloc(length)
      const { bytesRead } = await file.read(buffer, 0, length, offset)
      if (bytesRead < length) throw new BadBook('damaged', `file ends before ${offset + length}`)
      return buffer
    },
    close: () => file.close(),
  }
}

export function bytesOf(buffer: Buffer): ByteSource {
  return {
    size: buffer.length,
    async read(offset, length) {
      if (offset < 0 || offset + length > buffer.length) {
        throw new BadBook('damaged', `file ends before ${offset + length}`)
      }
      return buffer.subarray(offset, offset + length)
    },
    close: async () => undefined,
  }
}

/** The bytes from one place on, in pieces small enough to hold. */
export async function* pieces(
  source: ByteSource,
  offset: number,
  length: number,
): AsyncGenerator<Buffer> {
  for (let done = 0; done < length; done += PIECE) {
    yield await source.read(offset + done, Math.min(PIECE, length - done))
  }
}

const PIECE = 256 * 1024
