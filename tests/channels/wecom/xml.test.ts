/** The XML door: strings stay strings, lists stay lists, and nothing but plain elements gets in. */
import { describe, expect, test } from 'vitest'
import { cdata, listOf, nodeOf, readXml, textOf } from '../../../src/channels/wecom/xml.ts'

const rootOf = (inner: string) => {
  const read = readXml(`<xml>${inner}</xml>`)
  if ('refused' in read) throw new Error(read.refused)
  return read.root
}

describe('values', () => {
  test.each([
    ['a leading zero', '<FromUserName>007</FromUserName>', '007'],
    ['a number above 2^53', '<FromUserName>9007199254740993</FromUserName>', '9007199254740993'],
    ['an exponent', '<FromUserName>1e3</FromUserName>', '1e3'],
    ['true', '<FromUserName>true</FromUserName>', 'true'],
    ['CDATA', '<FromUserName><![CDATA[a & <b>]]></FromUserName>', 'a & <b>'],
    ['CDATA split over its own end', `<FromUserName>${cdata('a]]>b')}</FromUserName>`, 'a]]>b'],
    [
      'markup in CDATA',
      '<FromUserName><![CDATA[<!DOCTYPE x><?p?>]]></FromUserName>',
      '<!DOCTYPE x><?p?>',
    ],
    ['white space in CDATA', '<FromUserName><![CDATA[ a \n]]></FromUserName>', ' a \n'],
    ['an entity, which is not read', '<FromUserName>&lt;&#65;</FromUserName>', '&lt;&#65;'],
    ['an empty element', '<FromUserName/>', ''],
    [
      'control characters, which are dropped',
      '<FromUserName>a\u0000\u0008b\u001f\ud800c</FromUserName>',
      'abc',
    ],
    ['emoji', '<FromUserName>👨‍👩‍👧</FromUserName>', '👨‍👩‍👧'],
  ])('%s', (_what, inner, text) => {
    expect(textOf(rootOf(inner), 'FromUserName')).toBe(text)
  })

  test('a repeated or nested element has no text', () => {
    expect(textOf(rootOf('<A>1</A><A>2</A>'), 'A')).toBeUndefined()
    expect(textOf(rootOf('<A><B>1</B></A>'), 'A')).toBeUndefined()
    expect(textOf(rootOf('<A>1</A>'), 'B')).toBeUndefined()
    expect(textOf(rootOf('<A>1</A>'), 'hasOwnProperty')).toBeUndefined()
  })

  test.each(['<OptionId>a</OptionId>', '<OptionId>a</OptionId><OptionId>b</OptionId>'])(
    'a list is a list for %s',
    (options) => {
      const ids = nodeOf(rootOf(`<OptionIds>${options}</OptionIds>`), 'OptionIds')
      expect(listOf(ids, 'OptionId')).toEqual(['a', 'b'].slice(0, options.split('</').length - 1))
    },
  )

  test('a declaration and a byte order mark may stand in front', () => {
    const read = readXml('\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<xml><A>1</A></xml>')
    expect(read).toEqual({ root: { A: '1' } })
  })
})

const LAUGHS = `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from(
  { length: 9 },
  (_, n) => `<!ENTITY lol${n + 1} "${`&lol${n || ''};`.repeat(10)}">`,
).join('')}]>`

describe('hostile documents', () => {
  test.each([
    ['billion laughs', `${LAUGHS}<xml><A>&lol9;</A></xml>`, 'markup'],
    [
      'an external entity',
      '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><A>&e;</A></xml>',
      'markup',
    ],
    ['a DTD inside the root', '<xml><!DOCTYPE x [<!ENTITY e "1">]><A>&e;</A></xml>', 'markup'],
    ['a DTD behind CDATA', '<xml><A><![CDATA[x]]></A><!DOCTYPE x []></xml>', 'markup'],
    ['a comment', '<xml><!-- x --><A>1</A></xml>', 'markup'],
    ['a processing instruction', '<xml><?php x ?></xml>', 'markup'],
    ['CDATA that never ends', '<xml><A><![CDATA[x</A></xml>', 'markup'],
    ['no XML', 'hello', 'markup'],
    ['nothing', '', 'markup'],
    ['HTML', '<html><body>502</body></html>', 'markup'],
    ['another root', '<xmlx><A>1</A></xmlx>', 'malformed'],
    ['a root without elements', '<xml>text</xml>', 'malformed'],
    ['two roots', '<xml><A>1</A></xml><xml><A>2</A></xml>', 'malformed'],
    ['a thousand levels', `<xml>${'<A>'.repeat(1000)}${'</A>'.repeat(1000)}</xml>`, 'malformed'],
    ['an element that never ends', '<xml><A', 'malformed'],
  ])('%s is refused', (_what, document, refused) => {
    expect(readXml(document)).toEqual({ refused })
  })

  test('names of an object’s own machinery do no harm', () => {
    readXml('<xml><__proto__><polluted>1</polluted></__proto__></xml>')
    readXml('<xml><constructor><prototype><polluted>1</polluted></prototype></constructor></xml>')
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('a megabyte of anything is read or refused in seconds, not minutes', () => {
    const MIB = 1024 * 1024
    const pieces = [
      '<![CDATA[]]>',
      '<![CDATA[<?]]>',
      '<![CDATA[',
      '<A>',
      '<A/>',
      '<A>b</A>',
      '<',
      '>',
      ']]>',
      '&lt;',
      ' ',
    ]
    for (const piece of pieces) {
      const document = `<xml>${piece.repeat(MIB / piece.length)}</xml>`
      const before = performance.now()
      readXml(document)
      expect(performance.now() - before, piece).toBeLessThan(10_000)
    }
  })
})

test('five thousand damaged documents are read or refused, and never throw', () => {
  const sound =
    '<xml><ToUserName><![CDATA[ww]]></ToUserName><CreateTime>1</CreateTime><SelectedItems><SelectedItem>' +
    '<OptionIds><OptionId><![CDATA[a]]></OptionId></OptionIds></SelectedItem></SelectedItems></xml>'
  const pieces = [
    '<',
    '>',
    '</',
    '/>',
    '<![CDATA[',
    ']]>',
    '<!',
    '&',
    '"',
    '\u0000',
    '=',
    '<xml>',
    '',
  ]
  const seen = new Set<string>()
  for (let round = 0; round < 5000; round += 1) {
    const at = (round * 7919) % sound.length
    const piece = pieces[round % pieces.length]
    const damaged = sound.slice(0, at) + piece + sound.slice(at + (round % 17))
    const read = readXml(damaged)
    seen.add('root' in read ? 'root' : read.refused)
  }
  expect([...seen].sort()).toEqual(['malformed', 'markup', 'root'])
})
