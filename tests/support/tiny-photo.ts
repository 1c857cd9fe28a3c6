/** A 1×1 JPEG with an EXIF segment holding the word GPS. */
export const exif = Buffer.concat([
  Buffer.from([0xff, 0xe1, 0x00, 0x0b]),
  Buffer.from('Exif\0GPS!'),
])
export const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10]),
  Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'),
  exif,
  Buffer.from([0xff, 0xda, 0x00, 0x08, 1, 1, 0, 0, 0x3f, 0, 0x7f, 0xff, 0xd9]),
])
