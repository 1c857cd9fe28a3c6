/** The cells that make up a room's code, each in a column of its own. */
import { plainText } from '../../residents/plain-text.ts'
import { normalUnit } from '../../residents/room-code.ts'
import type { RowReader } from '../table/row-reader.ts'

const PART = /^[\p{L}\p{N}]{1,16}$/u

/** A code of letters and digits; only the unit may be left out. */
export function readPart(
  reader: RowReader,
  field: 'building' | 'lot' | 'unit' | 'number',
  normal: (text: string) => string,
): string | undefined {
  const text = reader.text(field)
  if (field === 'unit' && !text) return normalUnit('')
  const given = reader.required(field, text)
  if (given === undefined) return undefined
  const part = normal(given)
  if (PART.test(part)) return part
  reader.error(field, 'room_part')
  return undefined
}

/** 3号楼 is a name; 3 and 03 are only the code. 幢 and 栋 are one word. */
export function nameOfBuilding(reader: RowReader, code: string): string | undefined {
  const written = plainText(reader.text('building') ?? '')
  const suffix = /(?:号楼|栋|座|楼)$/.exec(written)?.[0]
  return suffix ? code + suffix : undefined
}
