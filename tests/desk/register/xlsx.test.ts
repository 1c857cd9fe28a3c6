import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import ExcelJS from 'exceljs'
import { describe, expect, test } from 'vitest'
import { BadBook } from '../../../src/desk/register/xlsx/bad-book.ts'
import { bytesOf } from '../../../src/desk/register/xlsx/byte-source.ts'
import { dateText, numberText } from '../../../src/desk/register/xlsx/cell-value.ts'
import { isDateFormat } from '../../../src/desk/register/xlsx/date-formats.ts'
import { openWorkbook } from '../../../src/desk/register/xlsx/open-workbook.ts'
import { columnName, columnOf } from '../../../src/desk/register/xlsx/sheet-rows.ts'
import { xmlReader } from '../../../src/desk/register/xlsx/xml-reader.ts'
import { aBookWith } from '../../support/a-book.ts'
import { aZip, sheetParts, type ZipPart } from '../../support/a-zip.ts'

const LIMITS = { inflatedBytes: 50_000_000, entries: 100 }

/** "row: column=text(kind)" for every cell of every visible sheet. */
async function readAll(bytes: Buffer, limits = LIMITS): Promise<string[]> {
  const sheets = await openWorkbook(bytesOf(bytes), limits)
  const lines: string[] = []
  for (const sheet of sheets) {
    for await (const row of sheet.rows()) {
      const cells = [...row.cells].sort(([a], [b]) => a - b)
      const shown = cells.map(
        ([column, cell]) => `${columnName(column)}=${cell.text}(${cell.kind})`,
      )
      lines.push(`${row.number}: ${shown.join(' ')}`)
    }
  }
  return lines
}

async function reasonOf(bytes: Buffer, limits = LIMITS): Promise<string> {
  try {
    await readAll(bytes, limits)
    return 'read'
  } catch (error) {
    if (error instanceof BadBook) return error.reason
    throw error
  }
}

const sheetZip = (rows: string, more?: Record<string, string>) => aZip(sheetParts(rows, more))

describe('cells', () => {
  test('what a spreadsheet writes is read as people see it', async () => {
    const bytes = await aBookWith((book) => {
      const sheet = book.addWorksheet('表')
      sheet.addRow(['文字', 12, 94.56, true, new Date('2026-11-21T00:00:00Z')])
      sheet.getCell('E1').numFmt = 'yyyy"年"m"月"d"日"'
      sheet.addRow([{ richText: [{ text: '富' }, { text: '文本', font: { bold: true } }] }])
      sheet.addRow([
        { formula: 'A1&B1', result: '算好' },
        { formula: '1/0', result: undefined },
      ])
      sheet.addRow([{ text: '链接', hyperlink: 'https://example.com' }, { error: '#REF!' }])
    })
    expect(await readAll(bytes)).toEqual([
      '1: A=文字(text) B=12(number) C=94.56(number) D=是(boolean) E=2026-11-21(date)',
      '2: A=富文本(text)',
      '3: A=算好(text) B=(formula)',
      '4: A=链接(text) B=#REF!(error)',
    ])
  })

  test('hand-made XML: prefixes, inline runs, no addresses, entities, CDATA, comments', async () => {
    const rows = `
      <x:row><x:c t="inlineStr"><x:is><x:r><x:t>甲</x:t></x:r><x:r><x:t>乙</x:t></x:r></x:is></x:c>
      <!-- a > comment --><x:c><x:v>7</x:v></x:c></x:row>
      <x:row r='5'><x:c r="C5" t="str"><x:v><![CDATA[a<b>&c]]></x:v></x:c>
      <x:c r="D5" t="str"><x:v>&lt;&#20013;&#x6587;&amp;&quot;&nope;</x:v></x:c></x:row>`
    expect(await readAll(sheetZip(rows))).toEqual([
      '1: A=甲乙(text) B=7(number)',
      '5: C=a<b>&c(text) D=<中文&"&nope;(text)',
    ])
  })

  test('readings for pronunciation and escaped control characters are not text', async () => {
    const more = {
      'xl/sharedStrings.xml':
        '<sst><si><t>東京</t><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></si><si><t>a_x000D_b_x0000_c</t></si></sst>',
      'xl/_rels/workbook.xml.rels': `<Relationships>
        <Relationship Id="rId1" Type="x/worksheet" Target="/xl/worksheets/sheet1.xml"/>
        <Relationship Id="rId2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    }
    const rows =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>99</v></c></row>'
    expect(await readAll(sheetZip(rows, more))).toEqual(['1: A=東京(text) B=a\rb_x0000_c(text)'])
  })

  test('links to other files are never followed, their saved values count', async () => {
    const rows = '<row r="1"><c r="A1"><f>[1]Sheet1!$A$1</f><v>42</v></c></row>'
    const more = {
      'xl/_rels/workbook.xml.rels': `<Relationships>
        <Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>
        <Relationship Id="rId9" Type="x/externalLink" Target="file:///etc/passwd" TargetMode="External"/></Relationships>`,
    }
    expect(await readAll(sheetZip(rows, more))).toEqual(['1: A=42(number)'])
  })

  test('a merged value stands in all its cells, but makes no rows of its own', async () => {
    const bytes = await aBookWith((book) => {
      const sheet = book.addWorksheet('表')
      sheet.addRow(['楼', '房'])
      sheet.addRow(['3栋', '101'])
      sheet.addRow([null, '102'])
      sheet.addRow([null, null])
      sheet.addRow([null, '103'])
      sheet.addRow(['4栋', '101'])
      sheet.mergeCells('A2:A5')
    })
    const lines = await readAll(bytes)
    expect(lines).toContain('3: A=3栋(text) B=102(text)')
    expect(lines).toContain('5: A=3栋(text) B=103(text)')
    expect(lines.at(-1)).toBe('6: A=4栋(text) B=101(text)')
  })

  test('days counted from 1904 are the same days', async () => {
    const bytes = await aBookWith((book) => {
      book.properties.date1904 = true
      const sheet = book.addWorksheet('表')
      sheet.addRow([new Date('2026-11-21T00:00:00Z')])
      sheet.getCell('A1').numFmt = 'yyyy-mm-dd'
    })
    expect(await readAll(bytes)).toEqual(['1: A=2026-11-21(date)'])
  })

  test.each([
    ['1.38000914430E10', '13800091443'],
    ['94.560000000000002', '94.56'],
    ['0.1', '0.1'],
    ['1E-7', '0.0000001'],
    ['-5', '-5'],
    ['1.10101199001011E+17', '110101199001011000'],
    ['abc', 'abc'],
    ['', ''],
    ['1E+400', '1E+400'],
  ])('the number %s reads %s', (raw, text) => {
    expect(numberText(raw)).toBe(text)
  })

  test.each([
    [42370, '2016-01-01'],
    [61, '1900-03-01'],
    [0.375, '09:00'],
    [46347.354166666664, '2026-11-21 08:30'],
    [0.999999, '24:00'],
    [-1, null],
    [9_999_999, null],
    [Number.NaN, null],
  ])('the serial %d is %s', (serial, text) => {
    expect(dateText(serial, false)).toBe(text)
  })

  test.each([
    [14, undefined, true],
    [31, undefined, true],
    [0, undefined, false],
    [49, undefined, false],
    [164, 'yyyy"年"m"月"', true],
    [164, '[h]:mm', true],
    [164, '0.00', false],
    [164, 'General', false],
    [164, '[Red]#,##0', false],
    [164, '"天"0', false],
    [164, '@', false],
  ])('format %d %j is of a date: %s', (id, code, isDate) => {
    expect(isDateFormat(id, code)).toBe(isDate)
  })

  test('columns have letters', () => {
    for (const [letters, column] of [
      ['A', 1],
      ['Z', 26],
      ['AA', 27],
      ['XFD', 16384],
    ] as const) {
      expect(columnOf(`${letters}12`)).toBe(column)
      expect(columnName(column)).toBe(letters)
    }
    expect(columnOf('a1')).toBeNull()
    expect(columnOf('ABCD1')).toBeNull()
  })
})

describe('the XML reader', () => {
  const eventsOf = (chunks: readonly string[]) => {
    const events: string[] = []
    const reader = xmlReader({
      open: (name) => events.push(`<${name}`),
      text: (text) => events.push(text),
      close: (name) => events.push(`${name}>`),
    })
    for (const chunk of chunks) reader.write(chunk)
    reader.end()
    return events.join('|').replace(/\|(?=[^<>|]+\|)/g, '|')
  }
  const XML = '<a x="1>2"><b>&amp;中&#65;</b><!-- <c> --><?p i?><d/><![CDATA[<e>]]></a>'

  test('gives the same wherever the text is cut', () => {
    const whole = eventsOf([XML]).replaceAll('|', '')
    for (let cut = 1; cut < XML.length; cut++) {
      expect(eventsOf([XML.slice(0, cut), XML.slice(cut)]).replaceAll('|', '')).toBe(whole)
    }
    expect(eventsOf([...XML]).replaceAll('|', '')).toBe(whole)
    expect(whole).toBe('<a<b&中Ab><dd><e>a>')
  })

  test.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a/>'],
    ['a tag cut off', '<a'],
    ['a tag without end', `<a ${'x'.repeat(2_000_000)}`],
    ['a quote without end', `<a x="${'y'.repeat(2_000_000)}`],
  ])('%s is damage', (_what, xml) => {
    expect(() => eventsOf([xml])).toThrow(BadBook)
  })
})

describe('files that are no workbook', () => {
  const good = sheetZip('<row r="1"><c r="A1"><v>1</v></c></row>')

  test('a good one is read, also stored and with 64-bit sizes', async () => {
    expect(await reasonOf(good)).toBe('read')
    const parts = sheetParts('<row r="1"><c r="A1"><v>1</v></c></row>')
    expect(await reasonOf(aZip(parts.map((part) => ({ ...part, method: 0 }))))).toBe('read')
    expect(await reasonOf(aZip(parts.map((part) => ({ ...part, zip64: true }))))).toBe('read')
  })

  const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')
  const encrypted = Buffer.concat([
    OLE,
    Buffer.alloc(600),
    Buffer.from('EncryptedPackage', 'utf16le'),
  ])
  test.each([
    ['nothing', Buffer.alloc(0), 'not_xlsx'],
    ['a text', Buffer.from('楼号,单元\n1,1\n'), 'not_xlsx'],
    ['a web page', Buffer.from('<html><table><tr><td>1'), 'not_xlsx'],
    ['random bytes', createHash('sha512').update('x').digest(), 'not_xlsx'],
    ['an old xls', Buffer.concat([OLE, Buffer.alloc(4096)]), 'old_xls'],
    ['an encrypted book', encrypted, 'encrypted'],
    ['half a book', good.subarray(0, Math.floor(good.length / 2)), 'damaged'],
    ['a book without its last byte', good.subarray(0, -1), 'damaged'],
    ['a zip of photos', aZip([{ path: 'a.jpg', text: 'x' }]), 'not_xlsx'],
  ])('%s is told apart', async (_what, bytes, reason) => {
    expect(await reasonOf(bytes)).toBe(reason)
  })

  const lying = (change: Partial<ZipPart>) =>
    aZip(
      sheetParts(`<row r="1"><c r="A1"><v>1</v></c></row>${' '.repeat(5000)}`).map((part) =>
        part.path.endsWith('sheet1.xml') ? { ...part, ...change } : part,
      ),
    )
  test.each([
    ['a smaller size than true', { size: 10 }, 'damaged'],
    ['a larger size than true', { size: 1_000_000 }, 'damaged'],
    ['a wrong checksum', { crc: 1 }, 'damaged'],
    ['an encrypted entry', { flags: 1 }, 'encrypted'],
    ['an unknown method', { method: 99 }, 'damaged'],
    ['4 GB inside', { size: 0xfffffff0 }, 'too_big'],
    ['64 TB inside', { size: 2 ** 46, zip64: true }, 'too_big'],
    ['a text that is no UTF-8', { text: Buffer.from([0x3c, 0xff, 0xfe, 0x3e]) }, 'damaged'],
  ] as [string, Partial<ZipPart>, string][])(
    'a directory that claims %s',
    async (_what, change, reason) => {
      expect(await reasonOf(lying(change))).toBe(reason)
    },
  )

  test('a bomb is refused by its claim, before anything is unpacked', async () => {
    const bomb = aZip(sheetParts(' '.repeat(30_000_000)))
    expect(bomb.length).toBeLessThan(100_000)
    expect(await reasonOf(bomb, { ...LIMITS, inflatedBytes: 1_000_000 })).toBe('too_big')
  })

  test('a bomb that claims to be small stops at its claim', async () => {
    const parts = sheetParts(' '.repeat(30_000_000)).map((part) =>
      part.path.endsWith('sheet1.xml') ? { ...part, size: 1000 } : part,
    )
    expect(await reasonOf(aZip(parts))).toBe('damaged')
  })

  test('too many entries, and one name twice', async () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ path: `x${index}`, text: '' }))
    expect(await reasonOf(aZip([...sheetParts(''), ...many]))).toBe('too_big')
    expect(await reasonOf(aZip([...sheetParts(''), ...sheetParts('')]))).toBe('damaged')
  })

  test.each([
    ['a cell beyond all columns', '<row r="1"><c r="ZZZZZZ1"><v>1</v></c></row>'],
    ['a row beyond all rows', '<row r="99999999"><c r="A1"><v>1</v></c></row>'],
    ['a row of no number', '<row r="x"><c r="A1"><v>1</v></c></row>'],
    ['a document type', '<!DOCTYPE x>'],
  ])('%s is damage', async (_what, rows) => {
    expect(await reasonOf(sheetZip(rows))).toBe('damaged')
  })

  test.each([
    ['in a cell', (text: string) => `<c r="A1" t="str"><v>${text}</v></c>`],
    ['in an inline text', (text: string) => `<c r="A1" t="inlineStr"><is><t>${text}</t></is></c>`],
  ])('an endless text %s is refused before it is held', async (_where, cell) => {
    expect(await reasonOf(sheetZip(`<row r="1">${cell('x'.repeat(200_000))}</row>`))).toBe(
      'long_text',
    )
  })

  test('a million empty rows and a very wide one cost nothing', async () => {
    const empty = Array.from({ length: 1_000_000 }, (_, index) => `<row r="${index + 1}"/>`).join(
      '',
    )
    const wide = `<row r="1000001">${'<c><v>1</v></c>'.repeat(20_000)}</row>`
    const bytes = sheetZip(empty + wide)
    const lines = await readAll(bytes)
    expect(lines).toHaveLength(1)
    expect(lines[0]?.split(' ')).toHaveLength(257)
  })

  test('merges over the whole sheet cost nothing', async () => {
    const merges = '<mergeCell ref="A1:XFD1048576"/>'.repeat(2000)
    const rows = Array.from(
      { length: 500 },
      (_, index) => `<row r="${index + 1}"><c><v>1</v></c></row>`,
    )
    const sheet = `<worksheet><sheetData>${rows.join('')}</sheetData><mergeCells>${merges}</mergeCells></worksheet>`
    expect(await reasonOf(sheetZip('', { 'xl/worksheets/sheet1.xml': sheet }))).toBe('read')
  })
})

test('books of many sizes are read as exceljs reads them', async () => {
  const bytes = await aBookWith((book) => {
    for (let number = 1; number <= 3; number++) {
      const sheet = book.addWorksheet(`表${number}`)
      for (let row = 1; row <= 50; row++)
        sheet.addRow([row, `文${row * number}`, row / 8, null, '尾'])
    }
  })
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes as unknown as ExcelJS.Buffer)
  const expected = book.worksheets.flatMap((sheet) => {
    const lines: string[] = []
    sheet.eachRow((row, number) => {
      const cells: string[] = []
      row.eachCell((cell) => {
        const kind = typeof cell.value === 'number' ? 'number' : 'text'
        cells.push(`${cell.address.replace(/\d+/, '')}=${cell.text}(${kind})`)
      })
      lines.push(`${number}: ${cells.join(' ')}`)
    })
    return lines
  })
  expect(await readAll(bytes)).toEqual(expected)
})

test('a book with bytes changed at random is read or refused, never anything else', async () => {
  const whole = await readFile(new URL('../../fixtures/estate/importRoom.xlsx', import.meta.url))
  let seed = 20261121
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    return seed % below
  }
  const reasons = new Set<string>()
  for (let round = 0; round < 400; round++) {
    const bytes = Buffer.from(whole)
    for (let change = 0; change <= round % 8; change++) bytes[random(bytes.length)] = random(256)
    const cut = round % 10 === 0 ? bytes.subarray(0, random(bytes.length)) : bytes
    reasons.add(await reasonOf(cut))
  }
  expect(reasons).toContain('read')
  expect(reasons).toContain('damaged')
})

test('XML changed at random inside a sound zip is read or refused, never anything else', async () => {
  const xml =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>x</t></is></c></row>'
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31
    return seed % below
  }
  const reasons = new Set<string>()
  for (let round = 0; round < 400; round++) {
    const letters = [...xml.repeat(3)]
    for (let change = 0; change <= round % 5; change++) {
      letters[random(letters.length)] = '<>&"\'=/ r0\u0000\ud800中'[random(15)] ?? ''
    }
    reasons.add(await reasonOf(sheetZip(letters.join(''))))
  }
  expect(reasons.size).toBeGreaterThan(1)
  expect([...reasons].every((reason) => ['read', 'damaged'].includes(reason))).toBe(true)
})
