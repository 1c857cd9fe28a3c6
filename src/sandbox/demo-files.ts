/** Files the demo people send without having any: a voice, a video, a document, each made on the spot. */

const FRAMES_A_SECOND = 50

/** An AMR frame in which nobody speaks: its type, 15, and nothing behind it (RFC 4867, section 5.3). */
const SILENT_FRAME = 0x7c

/** Silence of so many seconds, in the format phones record voices in. */
export function silentVoice(seconds: number): Buffer {
  const frames = Buffer.alloc(seconds * FRAMES_A_SECOND, SILENT_FRAME)
  return Buffer.concat([Buffer.from('#!AMR\n'), frames])
}

/** The head of an MP4 with no picture in it. */
export function emptyVideo(): Buffer {
  const brands = Buffer.from('isom\0\0\x02\0isommp41', 'latin1')
  return Buffer.concat([box('ftyp', brands), box('mdat', Buffer.alloc(8))])
}

/** A page without words for names that end in .pdf, a line of text for all others. */
export function documentNamed(name: string): Buffer {
  return name.toLowerCase().endsWith('.pdf') ? emptyPage() : Buffer.from(`演示文件：${name}\n`)
}

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}

/** A PDF says at its end where each of its objects begins. */
function emptyPage(): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
  ]
  let text = '%PDF-1.4\n'
  const starts = objects.map((object, index) => {
    const start = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(start).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 4\n0000000000 65535 f \n${starts.join('')}`
  return Buffer.from(
    `${text}${table}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`,
  )
}
