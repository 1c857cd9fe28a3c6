/** `npm run backup` and `npm run restore`: what they print and how they end. */
import { expect, test } from 'vitest'
import { backupCommand } from '../../src/cli/backup.ts'
import { restoreCommand } from '../../src/cli/restore.ts'
import { BadBackup, type Contents } from '../../src/database/backup/contents.ts'

const CONTENTS: Contents = {
  format: 1,
  madeAt: '2026-11-30T02:00:00.000Z',
  migrations: ['20261121000000_base'],
  tables: [
    { name: 'project', columns: ['id'], rows: 1 },
    { name: 'ticket', columns: ['id'], rows: 41 },
  ],
  sequences: [],
  keyPrint: 'x',
  files: 3,
}

test.each<
  readonly [argv: readonly string[], missing: readonly string[], code: number, said: RegExp]
>([
  [['a.zip'], [], 0, /已备份到 a.zip：2 张表 42 行，3 个文件\n密钥也在里面/],
  [['a.zip', '--without-key'], [], 0, /密钥不在里面/],
  [['a.zip'], ['abc'], 1, /读不到的文件：abc/],
  [[], [], 2, /用法/],
  [[''], [], 2, /用法/],
  [['a.zip', 'b.zip'], [], 2, /用法/],
  [['a.zip', '--key'], [], 2, /用法/],
])('npm run backup -- %j', async (argv, missing, code, said) => {
  const lines: string[] = []
  const write = async () => ({ contents: CONTENTS, missing })
  const ended = await backupCommand({ argv, print: (line) => lines.push(line), write })
  expect([ended, lines.join('\n')]).toEqual([code, expect.stringMatching(said)])
})

test.each<readonly [argv: readonly string[], code: number, said: RegExp]>([
  [['a.zip'], 0, /已恢复 2026\/11\/30 10:00:00 的备份：2 张表 42 行，3 个文件\n现在可以 npm start/],
  [[], 2, /用法/],
  [['a.zip', 'b.zip'], 2, /用法/],
  [['--force', 'a.zip'], 2, /用法/],
])('npm run restore -- %j', async (argv, code, said) => {
  const lines: string[] = []
  const restore = async () => CONTENTS
  const ended = await restoreCommand({ argv, print: (line) => lines.push(line), restore })
  expect([ended, lines.join('\n')]).toEqual([code, expect.stringMatching(said)])
})

test('what is refused is told, and what breaks is not swallowed', async () => {
  const lines: string[] = []
  const print = (line: string) => lines.push(line)
  const refuse = () => Promise.reject(new BadBackup('不是空的'))
  const fail = () => Promise.reject(new Error('disk full'))
  expect(await backupCommand({ argv: ['a.zip'], print, write: refuse })).toBe(1)
  expect(await restoreCommand({ argv: ['a.zip'], print, restore: refuse })).toBe(1)
  expect(lines).toEqual(['不是空的', '不是空的'])
  await expect(backupCommand({ argv: ['a.zip'], print, write: fail })).rejects.toThrow('disk full')
  await expect(restoreCommand({ argv: ['a.zip'], print, restore: fail })).rejects.toThrow(
    'disk full',
  )
})
