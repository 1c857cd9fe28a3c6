/** One request each that was made to hurt, and what it may cost (performance.md 9.3 C15, C16). */
import { gzipSync } from 'node:zlib'
import { bodyOf, type Oddities, sealAnything, signedQuery } from './seal-anything.ts'
import type { Door } from './targets.ts'

export interface Attack {
  readonly name: string
  readonly target: string
  readonly body: Buffer
  readonly headers?: Readonly<Record<string, string>>
  readonly status: number
}

const MIB = 1024 * 1024
const XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
const LAUGHS = `<!DOCTYPE x [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${n} "${`&a${n === 0 ? '' : n - 1};`.repeat(10)}">`).join('')}]>`
const MESSAGE =
  '<xml><FromUserName>wang-qiang</FromUserName><MsgType>text</MsgType><Content>x</Content><MsgId>1</MsgId></xml>'

/** Of the app's door: everything is refused, and all that is signed is refused alike. */
export function attacksOn(door: Door): readonly Attack[] {
  const forged = `msg_signature=${'0'.repeat(40)}&timestamp=1&nonce=2`
  const unsigned = (name: string, body: string | Buffer, status = 400): Attack => ({
    name: `unsigned: ${name}`,
    target: `${door.keys.path}?${forged}`,
    body: Buffer.from(body),
    status,
  })
  return [
    unsigned('<a/>', '<a/>'),
    unsigned('empty', ''),
    unsigned('an external entity', `${XXE}<xml><Encrypt>&e;</Encrypt></xml>`),
    unsigned(
      'an entity over HTTP',
      `${XXE.replace('file:///etc/passwd', 'http://127.0.0.1:1/')}<xml><Encrypt>&e;</Encrypt></xml>`,
    ),
    unsigned('billion laughs', `${LAUGHS}<xml><Encrypt>&a8;</Encrypt></xml>`),
    unsigned('20,000 elements deep', `${'<a>'.repeat(20_000)}`),
    unsigned('8,000 elements wide', `<xml>${'<a>b</a>'.repeat(8_000)}</xml>`),
    unsigned(
      '7,000 attributes',
      `<xml ${Array.from({ length: 7000 }, (_, n) => `a${n}="1"`).join(' ')}/>`.slice(0, 65_000),
    ),
    unsigned('a section that never ends', `<xml><Encrypt><![CDATA[${'['.repeat(60_000)}`),
    unsigned(
      '60,000 ends of sections',
      `<xml><Encrypt><![CDATA[${']]'.repeat(30_000)}</Encrypt></xml>`,
    ),
    unsigned('NUL bytes', Buffer.alloc(60_000)),
    unsigned('bytes that are no UTF-8', Buffer.alloc(60_000, 0xfe)),
    unsigned('two ciphertexts', '<xml><Encrypt>QUJD</Encrypt><Encrypt>QUJD</Encrypt></xml>'),
    unsigned('__proto__', '<xml><__proto__><Encrypt>QUJD</Encrypt></__proto__></xml>'),
    unsigned(
      'UTF-16',
      Buffer.from(
        '<?xml version="1.0" encoding="UTF-16"?><xml><Encrypt>QUJD</Encrypt></xml>',
        'utf16le',
      ),
      // Its NUL bytes are dropped, what is left is an envelope that nobody signed.
      403,
    ),
    unsigned(
      '60,000 characters of ciphertext',
      `<xml><Encrypt>${'QUJD'.repeat(15_000)}</Encrypt></xml>`,
      403,
    ),
    unsigned('100 MB', Buffer.alloc(100 * MIB, '<'), 413),
    {
      ...unsigned('a gzip bomb of 100 MB', gzipSync(Buffer.alloc(100 * MIB)), 415),
      headers: { 'content-encoding': 'gzip' },
    },
    ...signedAttacks(door),
  ]
}

function signedAttacks(door: Door): readonly Attack[] {
  const sealed = (
    name: string,
    plaintext: string | Buffer,
    status: number,
    odd: Oddities = {},
  ): Attack => {
    const { query, encrypted } = sealAnything(door, Buffer.from(plaintext), nonceOf(name), odd)
    return {
      name: `signed: ${name}`,
      target: `${door.keys.path}?${query}`,
      body: Buffer.from(bodyOf(door, encrypted)),
      status,
    }
  }
  const ciphertext = (name: string, encrypted: string): Attack => ({
    name: `signed: ${name}`,
    target: `${door.keys.path}?${signedQuery(door, encrypted, nonceOf(name))}`,
    body: Buffer.from(bodyOf(door, encrypted)),
    status: 403,
  })
  const good = sealAnything(door, Buffer.from(MESSAGE), 'good').encrypted
  return [
    sealed('another corp', MESSAGE, 403, { receiveId: 'ww9999999999999999' }),
    sealed('no corp', MESSAGE, 403, { receiveId: '' }),
    sealed('a length beyond the end', MESSAGE, 403, { length: 0xffffffff }),
    sealed('a length of nothing', MESSAGE, 403, { length: 0 }),
    ciphertext('half a ciphertext', good.slice(0, 64)),
    ciphertext('no whole block', Buffer.from(good, 'base64').subarray(0, 41).toString('base64')),
    ciphertext('no base64', 'no base64!'),
    sealed('an external entity', `${XXE}<xml><Content>&e;</Content></xml>`, 400),
    sealed('billion laughs', `${LAUGHS}<xml><Content>&a8;</Content></xml>`, 400),
    sealed('10,000 elements deep', `<xml>${'<a>'.repeat(10_000)}`, 400),
    sealed('no XML', 'hello', 400),
    sealed('NUL bytes', Buffer.alloc(30_000), 400),
    sealed('bytes that are no UTF-8', Buffer.alloc(30_000, 0xfe), 400),
    sealed('__proto__', '<xml><__proto__><MsgType>text</MsgType></__proto__></xml>', 400),
  ]
}

/** Signed like the rest and refused like the rest, whatever the padding is: one answer for all (wecom.md 1.3). */
export function paddingsOf(door: Door): readonly Attack[] {
  const bytes = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => byte !== 32)
  return bytes.map((byte) => {
    // A multiple of 32, so that 32 bytes of 32 would be right.
    const plaintext = Buffer.from(MESSAGE.padEnd(160 - 20 - door.receiveId.length - (16 - 16)))
    const whole = 20 + plaintext.length + door.receiveId.length
    const count = 64 - (whole % 32)
    const { query, encrypted } = sealAnything(door, plaintext, `pad${byte}`, {
      pad: { byte, count },
    })
    return {
      name: `padding of ${byte}`,
      target: `${door.keys.path}?${query}`,
      body: Buffer.from(bodyOf(door, encrypted)),
      status: 403,
    }
  })
}

const nonceOf = (name: string) => Buffer.from(name).toString('hex').slice(0, 24)
