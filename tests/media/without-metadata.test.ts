import { describe, expect, test } from 'vitest'
import { withoutMetadata } from '../../src/media/without-metadata.ts'
import { jpeg } from '../support/tiny-photo.ts'

function box(type: string, ...content: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part as string, 'latin1')))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + body.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}

const u16 = (value: number) => Buffer.from([value >> 8, value & 0xff])
const u32 = (value: number) => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)])

/** Item 1 is the picture and item 2 its EXIF, both in the file; item 3 is XMP, in `idat`. */
function heic({ exif = 'GPS', xmp = 'who' } = {}): Buffer {
  const version = (n: number) => u32(n << 24)
  const entry = (id: number, type: string) => box('infe', version(2), u16(id), u16(0), type, '\0')
  const list = box('iinf', version(0), u16(3), entry(1, 'hvc1'), entry(2, 'Exif'), entry(3, 'mime'))
  const place = (id: number, how: number, offset: number, length: number) =>
    Buffer.concat([u16(id), u16(how), u16(0), u16(1), u32(offset), u32(length)])
  const table = (pixelsAt: number) =>
    box(
      'iloc',
      version(1),
      Buffer.from([0x44, 0x00]),
      u16(3),
      place(1, 0, pixelsAt, 6),
      place(2, 0, pixelsAt + 6, exif.length),
      place(3, 1, 0, xmp.length),
    )
  const brand = box('ftyp', 'heic', u32(0), 'mif1')
  const meta = (pixelsAt: number) =>
    box('meta', version(0), list, table(pixelsAt), box('idat', xmp))
  const pixelsAt = brand.length + meta(0).length + 8
  return Buffer.concat([brand, meta(pixelsAt), box('mdat', 'pixels', exif)])
}

function film(type: string, told: string): Buffer {
  const track = box('trak', box('tkhd', 'track'), box(type, told))
  const movie = box('moov', box('mvhd', 'head'), track, box(type, told))
  return Buffer.concat([box('ftyp', 'isom'), movie, box('mdat', 'sound and pictures')])
}

describe('pictures without metadata', () => {
  test('keep their pixels: PNG', () => {
    const chunk = (name: string, body: string) => {
      const data = Buffer.from(body)
      const size = Buffer.alloc(4)
      size.writeUInt32BE(data.length)
      return Buffer.concat([size, Buffer.from(name), data, Buffer.alloc(4)])
    }
    const head = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
    const kept = [chunk('IHDR', 'header'), chunk('IDAT', 'pixels'), chunk('IEND', '')]
    const told = [chunk('eXIf', 'GPS'), chunk('tEXt', 'Author')]
    const whole = Buffer.concat([head, kept[0]!, ...told, kept[1]!, kept[2]!])
    expect(Buffer.from(withoutMetadata(whole, 'image/png'))).toEqual(Buffer.concat([head, ...kept]))
  })

  test('keep their pixels: WebP, with its flags put right', () => {
    const chunk = (name: string, body: Buffer) => {
      const size = Buffer.alloc(4)
      size.writeUInt32LE(body.length)
      return Buffer.concat([Buffer.from(name), size, body, Buffer.alloc(body.length % 2)])
    }
    const riff = (...chunks: Buffer[]) => {
      const body = Buffer.concat([Buffer.from('WEBP'), ...chunks])
      const size = Buffer.alloc(4)
      size.writeUInt32LE(body.length)
      return Buffer.concat([Buffer.from('RIFF'), size, body])
    }
    const flags = (value: number) => chunk('VP8X', Buffer.from([value, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
    const pixels = chunk('VP8 ', Buffer.from('odd'))
    const whole = riff(
      flags(0x0c),
      pixels,
      chunk('EXIF', Buffer.from('GPS')),
      chunk('XMP ', Buffer.from('who')),
    )
    expect(Buffer.from(withoutMetadata(whole, 'image/webp'))).toEqual(riff(flags(0), pixels))
  })

  test('keep their pixels: HEIC, whose EXIF and XMP become nothing', () => {
    const whole = heic()
    const clean = Buffer.from(withoutMetadata(whole, 'image/heic'))
    expect(clean).toHaveLength(whole.length)
    expect(clean.includes('GPS')).toBe(false)
    expect(clean.includes('who')).toBe(false)
    expect(clean).toEqual(heic({ exif: '\0\0\0', xmp: '\0\0\0' }))
  })

  test.each(['video/mp4', 'video/quicktime', 'audio/x-m4a'])(
    'keep their sound and pictures: %s, whose user data is passed over',
    (mime) => {
      const whole = film('udta', '©xyz+31.2+121.4/')
      const clean = Buffer.from(withoutMetadata(whole, mime))
      expect(clean).toEqual(film('free', '\0'.repeat(16)))
    },
  )

  test.each(['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/heic', 'video/mp4'])(
    'survive %s bytes cut anywhere, and any byte changed',
    (mime) => {
      for (const whole of [jpeg, heic(), film('udta', 'told')]) {
        for (let at = 0; at < whole.length; at++) {
          expect(() => withoutMetadata(whole.subarray(0, at), mime)).not.toThrow()
          const changed = Buffer.from(whole)
          changed[at] = 0xff
          expect(() => withoutMetadata(changed, mime)).not.toThrow()
        }
      }
    },
  )
})
