import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, type Store } from '../../src/sandbox/platform/store/store.ts'

let folder: string
let path: string
let store: Store

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
  path = join(folder, 'journal.jsonl')
  store = openStore(path)
})
afterEach(() => {
  store.close()
  rmSync(folder, { recursive: true, force: true })
})

const reopen = (compactAbove?: number) => {
  store.close()
  store = openStore(path, compactAbove)
}
const put = (key: string, value: string) =>
  store.transaction(() => store.tables.settings.put(key, { value }))
const bubble = (phone: string, n: number) => ({
  phone,
  n,
  from: 'desk' as const,
  msgid: `${n}`,
  at: '2026-11-23T01:00:00.000Z',
  content: { type: 'text' as const, text: `第${n}条` },
})

describe('a transaction', () => {
  test('is on disk when it returns', () => {
    put('a', '1')
    expect(readFileSync(path, 'utf8')).toContain('["settings","a",{"value":"1"}]')
  })

  test('that throws leaves nothing, in memory or on disk', () => {
    put('a', '1')
    const size = statSync(path).size
    expect(() =>
      store.transaction(() => {
        store.tables.settings.put('a', { value: '2' })
        store.tables.settings.put('b', { value: '3' })
        store.tables.settings.remove('a')
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(store.tables.settings.get('a')).toEqual({ value: '1' })
    expect(store.tables.settings.get('b')).toBeUndefined()
    expect(statSync(path).size).toBe(size)
    expect(store.revision()).toBe(1)
  })

  test('inside another is part of it', () => {
    expect(() =>
      store.transaction(() => {
        put('inner', '1')
        throw new Error('outer')
      }),
    ).toThrow('outer')
    expect(store.tables.settings.get('inner')).toBeUndefined()
  })

  test('is the only way to change anything', () => {
    expect(() => store.tables.settings.put('a', { value: '1' })).toThrow('outside a transaction')
    expect(store.tables.settings.get('a')).toBeUndefined()
  })
})

describe('opening again', () => {
  test('finds the last value of every row, and rows that were removed gone', () => {
    put('a', '1')
    put('a', '2')
    put('b', '3')
    store.transaction(() => store.tables.settings.remove('b'))
    reopen()
    expect(store.tables.settings.get('a')).toEqual({ value: '2' })
    expect(store.tables.settings.get('b')).toBeUndefined()
    expect(store.tables.settings.size).toBe(1)
  })

  test.each([
    ['half a line', '[["settings","x"'],
    ['half a character', '[["settings","水'],
    ['a whole line without its end', '[["settings","x",{"value":"1"}]]'],
  ])('drops %s at the end and goes on after it', (_what, torn) => {
    put('a', '1')
    const bytes = Buffer.from(torn)
    appendFileSync(path, torn.endsWith('水') ? bytes.subarray(0, -1) : bytes)
    reopen()
    expect(store.tables.settings.get('x')).toBeUndefined()
    put('b', '2')
    reopen()
    expect([...store.tables.settings.keys()]).toEqual(['a', 'b'])
  })

  test('refuses a line damaged in the middle, with its place', () => {
    put('a', '1')
    put('b', '2')
    const lines = readFileSync(path, 'utf8').split('\n')
    lines[1] = '{{{'
    writeFileSync(path, lines.join('\n'))
    expect(() => openStore(path)).toThrow('journal.jsonl:2: this line is damaged')
  })

  test('refuses a file of another kind instead of overwriting it', () => {
    const other = join(folder, 'other')
    writeFileSync(other, 'my diary\n')
    expect(() => openStore(other)).toThrow('is not a journal')
    expect(readFileSync(other, 'utf8')).toBe('my diary\n')
  })

  test('leaves out a table that no longer exists', () => {
    appendFileSync(path, '[["forgotten","a",{"value":1}]]\n')
    reopen()
    put('a', '1')
    expect(store.tables.settings.size).toBe(1)
  })

  test('rewrites a journal that is mostly history, and loses nothing by it', () => {
    for (let n = 0; n < 200; n += 1) put('a', `${n}`)
    for (let n = 1; n <= 3; n += 1) {
      store.transaction(() => store.tables.bubbles.put(`owner:x/${n}`, bubble('owner:x', n)))
    }
    const before = statSync(path).size
    reopen(1000)
    expect(statSync(path).size).toBeLessThan(before / 4)
    reopen()
    expect(store.tables.settings.get('a')).toEqual({ value: '199' })
    expect(store.tables.bubbles.inGroup('owner:x').map(({ n }) => n)).toEqual([1, 2, 3])
  })
})

test('a changed row keeps its place in its group, and every change is counted', () => {
  const { bubbles } = store.tables
  store.transaction(() => {
    for (let n = 1; n <= 3; n += 1) bubbles.put(`owner:x/${n}`, bubble('owner:x', n))
    bubbles.put('owner:y/1', bubble('owner:y', 1))
  })
  const before = bubbles.changesInGroup('owner:x')
  store.transaction(() =>
    bubbles.put('owner:x/2', { ...bubble('owner:x', 2), recalled: true as const }),
  )
  expect(bubbles.inGroup('owner:x').map(({ n }) => n)).toEqual([1, 2, 3])
  expect(bubbles.countInGroup('owner:x')).toBe(3)
  expect(bubbles.changesInGroup('owner:x')).toBe(before + 1)
  expect(bubbles.changesInGroup('owner:y')).toBe(1)
})
