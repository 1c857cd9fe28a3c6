/** The commands that break and besiege a desk, called wrongly: they say how they are called and open nothing. */
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { PROJECT_FOLDER } from '../support/app/build-now.ts'

function called(main: string, args: readonly string[]) {
  const options = { cwd: PROJECT_FOLDER, encoding: 'utf8' } as const
  return spawnSync(process.execPath, ['--import', 'tsx', main, ...args], options)
}

test('npm run chaos with no kill at all', () => {
  const { status, stdout } = called('tests/chaos/chaos-main.ts', ['kill', '--kills', '0'])
  expect(stdout).toContain('npm run chaos [--')
  expect(status).toBe(2)
})

describe.each([
  { command: 'chaos', main: 'tests/chaos/chaos-main.ts', number: '--owners' },
  { command: 'fuzz', main: 'tests/fuzz/fuzz-main.ts', number: '--requests' },
])('npm run $command', ({ command, main, number }) => {
  test.each([
    ['a number that is none', [number, 'many']],
    ['nothing of it', [number, '0']],
    ['less than nothing', [`${number}=-3`]],
    ['an option nobody knows', ['--harder']],
    ['a word nobody knows', ['; rm -rf /']],
  ])('with %s', (_what, args) => {
    const { status, stdout, stderr } = called(main, args)
    expect(stderr).toBe('')
    expect(stdout).toContain(`npm run ${command} [--`)
    expect(status).toBe(2)
  })
})
