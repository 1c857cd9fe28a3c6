/** Zip files made byte by byte, so that a test can lie in any field. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  readonly path: string
  readonly text: string | Buffer
  /** What the directory claims instead of the truth. */
  readonly size?: number
  readonly crc?: number
  readonly flags?: number
  readonly method?: number
  /** Sizes stand in the 64-bit extra field. */
  readonly zip64?: boolean
}

export function aZip(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const plain = Buffer.from(part.text)
    const packed = part.method === 0 ? plain : deflateRawSync(plain)
    const fields = headerFields(part, plain, packed.length)
    const name = Buffer.from(part.path)
    const local = Buffer.concat([
      Buffer.from('504b0304', 'hex'),
      fields,
      uint16(name.length),
      uint16(0),
      name,
    ])
    bodies.push(local, packed)
    directory.push(
      centralEntry(part, { fields, name, offset, packed: packed.length, plain: plain.length }),
    )
    offset += local.length + packed.length
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.concat([
    Buffer.from('504b0506', 'hex'),
    uint16(0),
    uint16(0),
    uint16(parts.length),
    uint16(parts.length),
    uint32(entries.length),
    uint32(offset),
    uint16(0),
  ])
  return Buffer.concat([...bodies, entries, end])
}

/** The parts of a workbook with one sheet, whose XML the test writes itself. */
export function sheetParts(rows: string, more: Partial<Record<string, string>> = {}): ZipPart[] {
  const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const parts: Record<string, string> = {
    '_rels/.rels': `<Relationships><Relationship Id="r" Type="${types}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml':
      '<workbook xmlns:r="x"><sheets><sheet name="房屋" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${types}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData></worksheet>`,
    ...more,
  }
  return Object.entries(parts).map(([path, text]) => ({ path, text }))
}

function headerFields(part: ZipPart, plain: Buffer, packed: number): Buffer {
  return Buffer.concat([
    uint16(20),
    uint16(part.flags ?? 0),
    uint16(part.method ?? 8),
    uint32(0),
    uint32(part.crc ?? crc32(plain)),
    uint32(packed),
    uint32(Math.min(part.size ?? plain.length, 0xffffffff)),
  ])
}

function centralEntry(
  part: ZipPart,
  entry: { fields: Buffer; name: Buffer; offset: number; packed: number; plain: number },
): Buffer {
  const fields = Buffer.from(entry.fields)
  const extra = part.zip64 ? zip64Extra(part.size ?? entry.plain, entry.packed) : Buffer.alloc(0)
  if (part.zip64) fields.fill(0xff, fields.length - 8)
  return Buffer.concat([
    Buffer.from('504b0102', 'hex'),
    uint16(20),
    fields,
    uint16(entry.name.length),
    uint16(extra.length),
    uint16(0),
    uint16(0),
    uint16(0),
    uint32(0),
    uint32(entry.offset),
    entry.name,
    extra,
  ])
}

function zip64Extra(size: number, packed: number): Buffer {
  const extra = Buffer.alloc(20)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(16, 2)
  extra.writeBigUInt64LE(BigInt(size), 4)
  extra.writeBigUInt64LE(BigInt(packed), 12)
  return extra
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
