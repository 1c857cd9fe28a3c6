/** One piece of work at a time for each key, and none of it lost. */
import { expect, test } from 'vitest'
import { oneAtATime } from '../../../src/channels/wecom/one-at-a-time.ts'

function gate() {
  const started: string[] = []
  const releases: ((error?: Error) => void)[] = []
  const run = oneAtATime<string>((key, argument) => {
    started.push(`${key}:${argument}`)
    return new Promise((resolve, reject) => {
      releases.push((error) => (error ? reject(error) : resolve()))
    })
  })
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve()
  }
  return { started, releases, run, settle }
}

test('what arrives while one runs is done once more afterwards, with the latest argument', async () => {
  const { started, releases, run, settle } = gate()
  const first = run('a', '1')
  const second = run('a', '2')
  const third = run('a', '3')
  const fourth = run('a', '4')
  expect(started).toEqual(['a:1'])
  releases[0]?.()
  await first
  await settle()
  expect(started).toEqual(['a:1', 'a:4'])
  const fifth = run('a', '5')
  await settle()
  expect(started).toHaveLength(2)
  releases[1]?.()
  await Promise.all([second, third, fourth])
  await settle()
  expect(started).toEqual(['a:1', 'a:4', 'a:5'])
  releases[2]?.()
  await fifth
})

test('keys do not wait for each other', async () => {
  const { started, releases, run } = gate()
  const both = [run('a', '1'), run('b', '1')]
  expect(started).toEqual(['a:1', 'b:1'])
  for (const release of releases) release()
  await Promise.all(both)
})

test('a failure reaches its own callers only, and the next run takes place', async () => {
  const { started, releases, run, settle } = gate()
  const first = run('a', '1')
  const second = run('a', '2')
  releases[0]?.(new Error('away'))
  await expect(first).rejects.toThrow('away')
  await settle()
  expect(started).toEqual(['a:1', 'a:2'])
  releases[1]?.()
  await expect(second).resolves.toBeUndefined()
})
