import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDataKey } from '../../src/database/data-key.ts'

const aFolder = () => mkdtemp(join(tmpdir(), 'data-key-'))

test('the key is made once, readable by its owner alone, and stays', async () => {
  const folder = join(await aFolder(), 'not', 'there', 'yet')
  const key = await readDataKey(null, folder)
  expect(key).toHaveLength(32)
  expect(await readDataKey(null, folder)).toEqual(key)
  expect((await stat(join(folder, 'data.key'))).mode & 0o777).toBe(0o600)
  expect(await readdir(folder)).toEqual(['data.key'])
})

test('of those who begin together all have the same whole key', async () => {
  for (let round = 0; round < 100; round++) {
    const folder = await aFolder()
    const keys = await Promise.all(Array.from({ length: 8 }, () => readDataKey(null, folder)))
    const kept = await readFile(join(folder, 'data.key'), 'utf8')
    expect(new Set(keys.map((key) => key.toString('hex')))).toEqual(new Set([kept]))
  }
})

test.each([
  ['an empty file', ''],
  ['half a key', 'ab'.repeat(16)],
  ['something else', 'z'.repeat(64)],
])(
  '%s is refused and left as it is: sealing with it would lose what is sealed',
  async (_, held) => {
    const folder = await aFolder()
    await writeFile(join(folder, 'data.key'), held)
    await expect(readDataKey(null, folder)).rejects.toThrow('data.key does not hold a key')
    expect(await readFile(join(folder, 'data.key'), 'utf8')).toBe(held)
  },
)

test('a key given by the configuration needs no file', async () => {
  const folder = await aFolder()
  expect(await readDataKey('0f'.repeat(32), folder)).toEqual(Buffer.alloc(32, 0x0f))
  expect(await readdir(folder)).toEqual([])
})
