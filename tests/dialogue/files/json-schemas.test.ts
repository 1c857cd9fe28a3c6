import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { fileSchemas } from '../../../src/dialogue/files/json-schemas.ts'
import { readFlowFolder } from '../../../src/dialogue/files/read-folder.ts'
import { suiteFile } from '../../../src/dialogue/testing/suite-schema.ts'

const PROJECT = new URL('../../../', import.meta.url)
const schemas = fileSchemas(suiteFile)
const all = await readFlowFolder(new URL('flows/', PROJECT).pathname)
/** Cards, forms and the words of the desk's services lie in the folder too, and are not the engine's. */
const files = all.filter(({ path }) => !/^_(cards\/|forms\/|text\/.+\.zh-CN)/.test(path))

const json = async (path: string) => JSON.parse(await readFile(new URL(path, PROJECT), 'utf8'))

test.each(schemas)('$name is up to date: npm run flows -- schema', async ({ name, schema }) => {
  expect(await json(`flows/_schema/${name}.json`)).toEqual(JSON.parse(JSON.stringify(schema)))
})

test('the editor knows which schema is for which files', async () => {
  const settings = await json('.vscode/settings.json')
  const inProject = (glob: string) =>
    glob[0] === '!' ? `!flows/${glob.slice(1)}` : `flows/${glob}`
  const known = schemas.map(({ name, files: globs }) => [
    `./flows/_schema/${name}.json`,
    globs.map(inProject),
  ])
  expect(settings['yaml.schemas']).toEqual(Object.fromEntries(known))
})

test.each(files)('$path is right by its schema', async ({ path, text }) => {
  const schema = schemaFor(path)
  expect(schema.safeParse(parse(text)).error?.issues ?? []).toEqual([])
})

describe('what an editor marks', () => {
  const flow = files.find(({ path }) => path.endsWith('repair_report.flow.yaml'))
  const schema = schemaFor('repair_report/repair_report.flow.yaml')

  test.each([
    ['a key of the file that does not exist', 'title:', 'tilte:'],
    ['a step of no kind', '    say:', '    sya:'],
    ['a way that is no step name', 'goto: END', 'goto: Nirgendwo!'],
    ['a duration without a unit', 'expire: 24h', 'expire: 24'],
  ])('%s', (_, right, wrong) => {
    const text = flow?.text ?? ''
    expect(text).toContain(right)
    expect(schema.safeParse(parse(text.replace(right, wrong))).success).toBe(false)
  })
})

function schemaFor(path: string): z.ZodType {
  const found = schemas.filter(({ files: globs }) => isFor(path, globs))
  if (found.length !== 1) throw new Error(`${found.length} schemas are for ${path}`)
  return z.fromJSONSchema(found[0]?.schema as z.core.JSONSchema.JSONSchema)
}

function isFor(path: string, globs: readonly string[]): boolean {
  const matches = (glob: string) => {
    const pattern = glob.replace(/^!/, '').replace(/[.]/g, '\\.').replace(/[*]/g, '[^/]+')
    return new RegExp(`^${pattern}$`).test(path)
  }
  const [left, kept] = [true, false].map((out) =>
    globs.filter((glob) => glob.startsWith('!') === out),
  )
  return (kept ?? []).some(matches) && !(left ?? []).some(matches)
}
