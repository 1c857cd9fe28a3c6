/** Damages bytes: flips, drops, repeats, cuts and puts in what parsers stumble over. */
import type { Chance } from '../support/app/seeded.ts'

const PIECES = [
  '<',
  '>',
  '&',
  ']]>',
  '<![CDATA[',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '<!--',
  '<?x?>',
  '\u0000',
  '"',
  '{',
  '[',
  '水',
  '&#x0;',
  '</xml>',
  '<Encrypt>',
  '"encrypt":',
  'A'.repeat(500),
].map((piece) => Buffer.from(piece))
/** Halves of characters, overlong forms, a surrogate, a mark of UTF-16. */
const BAD_UTF8 = [
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe6, 0xb0],
  [0xff, 0xfe],
].map((bytes) => Buffer.from(bytes))

/** One to three injuries. */
export function damaged(bytes: Buffer, chance: Chance): Buffer {
  let hurt = bytes
  for (let left = chance.between(1, 3); left > 0; left--) hurt = hurtOnce(hurt, chance)
  return hurt
}

function hurtOnce(bytes: Buffer, chance: Chance): Buffer {
  const at = chance.between(0, bytes.length)
  const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)]
  const piece = (list: readonly Buffer[]) => list[chance.between(0, list.length - 1)] as Buffer
  switch (chance.between(0, 6)) {
    case 0:
      return Buffer.concat([before, piece(PIECES), after])
    case 1:
      return Buffer.concat([before, piece(BAD_UTF8), after])
    case 2:
      return Buffer.concat([before, after.subarray(chance.between(1, 20))])
    case 3:
      return before
    case 4:
      return Buffer.concat([before, after, after.subarray(0, 200)])
    case 5:
      return Buffer.concat([before, before.subarray(-chance.between(1, 50)), after])
    default:
      return flipped(bytes, at, chance)
  }
}

function flipped(bytes: Buffer, at: number, chance: Chance): Buffer {
  const copy = Buffer.from(bytes)
  if (at < copy.length) copy[at] = (copy[at] ?? 0) ^ (1 << chance.between(0, 7))
  return copy
}
