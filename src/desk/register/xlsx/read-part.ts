/** Reads one part of a workbook from beginning to end. */
import type { ByteSource } from './byte-source.ts'
import { entryText } from './inflate-entry.ts'
import { type XmlHandler, xmlReader } from './xml-reader.ts'
import type { ZipEntry } from './zip-directory.ts'

export async function readPart(
  source: ByteSource,
  entry: ZipEntry,
  handler: XmlHandler,
): Promise<void> {
  const reader = xmlReader(handler)
  for await (const text of entryText(source, entry)) reader.write(text)
  reader.end()
}
