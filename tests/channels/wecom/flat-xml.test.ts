/** The quick reading of flat XML before its judge: whatever it answers, the parser answers too. */
import { describe, expect, test } from 'vitest'
import { readFlatXml } from '../../../src/channels/wecom/flat-xml.ts'
import { cdata, parsedXml } from '../../../src/channels/wecom/xml.ts'
import { type Chance, chanceOf, seeds } from '../../support/app/seeded.ts'

/** What the parser says, without the white space that stands between elements and that nobody asks for. */
function judged(text: string) {
  const read = parsedXml(text)
  if ('refused' in read) return read.refused
  const { '#text': _between, ...elements } = read.root
  return elements
}

describe('read at once, and as the parser reads it', () => {
  test.each([
    [
      'an envelope',
      `<xml><ToUserName>${cdata('ww1')}</ToUserName><Encrypt>${cdata('QUJD+/=')}</Encrypt></xml>`,
    ],
    [
      'a text message',
      `<xml><FromUserName>${cdata('wang-qiang')}</FromUserName><CreateTime>1700000000</CreateTime><Content>${cdata('水管 & <b> 漏水')}</Content><MsgId>9007199254740993</MsgId></xml>`,
    ],
    ['line breaks between elements', '<xml>\n  <A>1</A>\n\t<B>2</B>\n</xml>\n'],
    ['an empty section', '<xml><A><![CDATA[]]></A></xml>'],
    ['white space in a section', '<xml><A><![CDATA[ \n ]]></A></xml>'],
    ['markup in a section', '<xml><A><![CDATA[<!DOCTYPE x></A><B>]]></A></xml>'],
    ['an open bracket before the end of a section', '<xml><A><![CDATA[a]]]></A></xml>'],
    ['emoji', '<xml><A>👨‍👩‍👧</A></xml>'],
  ])('%s', (_what, text) => {
    const read = readFlatXml(text)
    expect(read).toBeDefined()
    expect(read).toEqual(judged(text))
  })
})

describe('left to the parser', () => {
  test.each([
    ['nothing', ''],
    ['no element', '<xml></xml>'],
    ['another root', '<a><A>1</A></a>'],
    ['a root with attributes', '<xml a="1"><A>1</A></xml>'],
    ['a declaration', '<?xml version="1.0"?><xml><A>1</A></xml>'],
    ['a DTD', '<!DOCTYPE x><xml><A>1</A></xml>'],
    ['an element that stands twice', '<xml><A>1</A><A>2</A></xml>'],
    ['elements in elements', '<xml><A><B>1</B></A></xml>'],
    ['attributes', '<xml><A b="1">1</A></xml>'],
    ['a name that is a property of objects', '<xml><constructor>1</constructor></xml>'],
    ['__proto__', '<xml><__proto__>1</__proto__></xml>'],
    ['an entity', '<xml><A>&lt;</A></xml>'],
    ['a comment', '<xml><!-- a --><A>1</A></xml>'],
    ['a section and text', '<xml><A> <![CDATA[1]]></A></xml>'],
    ['two sections', '<xml><A><![CDATA[1]]><![CDATA[2]]></A></xml>'],
    ['a section that does not end', '<xml><A><![CDATA[1</A></xml>'],
    ['an element that does not end', '<xml><A>1</xml>'],
    ['another end than beginning', '<xml><A>1</B></xml>'],
    ['an end mark in text', '<xml><A>]]></A></xml>'],
    ['carriage returns', '<xml><A>1\r\n2</A></xml>'],
    ['nothing after the last element', '<xml><A>1</A>'],
    ['something after the root', '<xml><A>1</A></xml><xml/>'],
    ['text between elements', '<xml>a<A>1</A></xml>'],
  ])('%s', (_what, text) => expect(readFlatXml(text)).toBeUndefined())
})

test.each(seeds(1, 2, 3))(
  'twenty thousand documents are read as the parser reads them (seed %i)',
  (seed) => {
    const chance = chanceOf(seed)
    let read = 0
    for (let round = 0; round < 20_000; round++) {
      const text = documentOf(chance)
      const flat = readFlatXml(text)
      if (flat === undefined) continue
      read += 1
      expect([text, flat]).toEqual([text, judged(text)])
    }
    expect(read).toBeGreaterThan(1000)
  },
)

const PIECES = [
  '',
  ' ',
  '\n',
  '<A>',
  '</A>',
  '<B>1</B>',
  '<![CDATA[',
  ']]>',
  '<!',
  '&lt;',
  '<',
  '>',
  '/',
  'x',
  '水',
  ']]',
  '<a>',
  '</xml>',
  '\r',
  '"',
  '<C/>',
  '<A b="1">',
  '\u00a0',
  '\u2028',
  '<?p?>',
  '<!---->',
]

/** Near enough to right that many are read: some elements, of which some are damaged. */
function documentOf(chance: Chance): string {
  const pick = () => PIECES[chance.between(0, PIECES.length - 1)] ?? ''
  const value = () => {
    const text = Array.from({ length: chance.between(0, 2) }, pick).join('')
    return chance.fraction() < 0.6 ? cdata(text) : `v${text}`
  }
  const elements = Array.from({ length: chance.between(1, 4) }, (_, index) => {
    const name = chance.fraction() < 0.1 ? 'A' : `N${index}`
    return `<${name}>${value()}</${name}>${chance.fraction() < 0.3 ? '\n' : ''}`
  })
  const text = `<xml>${elements.join('')}</xml>`
  if (chance.fraction() < 0.6) return text
  const at = chance.between(0, text.length)
  return text.slice(0, at) + pick() + text.slice(at + chance.between(0, 3))
}
