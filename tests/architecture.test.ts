import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
// @ts-expect-error the rule is a plain module of the tool
import rules from '../.dependency-cruiser.mjs'

let house: string

beforeAll(async () => {
  house = await mkdtemp(join(tmpdir(), 'guanjia-house-'))
})
afterAll(() => rm(house, { recursive: true }))

/** The names of the rules that a little tree of files breaks. */
async function brokenBy(files: Readonly<Record<string, string>>): Promise<string[]> {
  await rm(join(house, 'src'), { recursive: true, force: true })
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(house, path)), { recursive: true })
    await writeFile(join(house, path), text)
  }
  const { forbidden, options } = rules
  const { tsConfig: _unused, ...plain } = options
  const result = await cruise(['src'], {
    ...plain,
    baseDir: house,
    ruleSet: { forbidden },
    validate: true,
  })
  const { violations, totalCruised } = (
    result.output as { summary: { violations: { rule: { name: string } }[]; totalCruised: number } }
  ).summary
  expect(totalCruised).toBe(Object.keys(files).length)
  return [...new Set(violations.map(({ rule }) => rule.name))]
}

const b = 'export const b = 1\n'
const importing = (path: string) => `import { b } from '${path}'\nexport const a = b\n`

describe('the house holds', () => {
  test.each([
    ['outbox', 'conversation'],
    ['database', 'timers'],
    ['timers', 'desk'],
    ['desk', 'dialogue'],
    ['dialogue', 'desk'],
    ['conversation', 'channels'],
    ['console', 'sandbox'],
    ['jobs', 'channels'],
    ['sandbox', 'channels'],
    ['cli', 'jobs'],
    ['report', 'console'],
    ['desk', 'report'],
  ])('%s does not look at %s', async (from, to) => {
    const files = {
      [`src/${from}/a.ts`]: importing(`../${to}/b.ts`),
      [`src/${to}/b.ts`]: b,
    }
    expect(await brokenBy(files)).toEqual([`${from}-looks-only-down`])
  })

  test('looking down is allowed, and so is the contract of a channel', async () => {
    const files = {
      'src/conversation/a.ts': importing('../desk/b.ts'),
      'src/desk/b.ts': b,
      'src/outbox/a.ts': importing('../channels/channel.ts'),
      'src/channels/channel.ts': b,
    }
    expect(await brokenBy(files)).toEqual([])
  })

  test('channels are strangers to each other', async () => {
    const files = {
      'src/channels/one/a.ts': importing('../two/b.ts'),
      'src/channels/two/b.ts': b,
    }
    expect(await brokenBy(files)).toEqual(['channels-are-strangers'])
  })

  test('the parts of the configuration are seen by the configuration only', async () => {
    const files = { 'src/app/a.ts': importing('../config/b.ts'), 'src/config/b.ts': b }
    expect(await brokenBy(files)).toContain('only-config-looks-into-config')
  })

  test('only the top reads the configuration', async () => {
    const files = { 'src/desk/a.ts': importing('../config.ts'), 'src/config.ts': b }
    expect(await brokenBy(files)).toContain('only-the-top-reads-the-configuration')
  })

  test('nothing imports the app', async () => {
    const files = { 'src/console/a.ts': importing('../app.ts'), 'src/app.ts': b }
    expect(await brokenBy(files)).toContain('app-is-the-only-knot')
    const builder = { 'src/console/a.ts': importing('../app/b.ts'), 'src/app/b.ts': b }
    expect(await brokenBy(builder)).toContain('app-is-the-only-knot')
  })

  test('types in a circle are a circle', async () => {
    const files = {
      'src/desk/a.ts': "import type { B } from './b.ts'\nexport type A = B\n",
      'src/desk/b.ts': "import type { A } from './a.ts'\nexport type B = A | string\n",
    }
    expect(await brokenBy(files)).toEqual(['no-cycles'])
  })
})
