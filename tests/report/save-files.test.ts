/** Files appear whole or not at all, whoever else writes there. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { FolderRefused, saveFiles } from '../../src/report/write/save-files.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guanjia-save-'))
  return () => rm(folder, { recursive: true })
})
const pair = (content: string) => [
  { name: 'a', content },
  { name: 'b', content },
]
const read = (name: string) => readFile(join(folder, name), 'utf8')

test('ten at once: one pair is written, whole, and nine are told which name was taken', async () => {
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, at) =>
      saveFiles(folder, pair(String(at)), { mayReplace: false }),
    ),
  )
  expect(answers.filter((taken) => taken === null)).toHaveLength(1)
  expect(answers.filter((taken) => taken === 'a')).toHaveLength(9)
  expect(await read('a')).toBe(await read('b'))
  expect((await readdir(folder)).sort()).toEqual(['a', 'b'])
})

test('the second name is taken: the first is taken back', async () => {
  await writeFile(join(folder, 'b'), 'old')
  expect(await saveFiles(folder, pair('new'), { mayReplace: false })).toBe('b')
  expect(await readdir(folder)).toEqual(['b'])
  expect(await read('b')).toBe('old')
})

test('a folder that is gone is refused', async () => {
  const gone = join(folder, 'gone')
  await expect(saveFiles(gone, pair(''), { mayReplace: true })).rejects.toBeInstanceOf(
    FolderRefused,
  )
})
