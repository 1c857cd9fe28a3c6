/** Checks that the schema, the last migration and the generated query types agree. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migratedSchema, PRISMA_FOLDER } from '../database/migration-files.ts'
import { diffSchemas } from '../database/schema-engine.ts'

const schema = await readFile(join(PRISMA_FOLDER, 'schema.prisma'), 'utf8')
const problems: string[] = []
const missing = await diffSchemas(await migratedSchema(), schema)
if (missing !== '')
  problems.push(`No migration leads to the schema: npm run migration -- NAME\n${missing}`)
if (await areTypesStale()) problems.push('The query types are stale: npm run generate')
for (const problem of problems) console.error(problem)
if (problems.length === 0) console.log('The schema, the migrations and the query types agree.')
process.exit(problems.length)

async function areTypesStale(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'guanjia-types-'))
  try {
    const file = join(folder, 'schema.prisma')
    await writeFile(file, schema.replace(/output\s+= ".*"/, `output = "${folder}"`))
    const generate = fileURLToPath(new URL('../../bin/generate.mjs', import.meta.url))
    const run = spawnSync(process.execPath, [generate, '--schema', file], { encoding: 'utf8' })
    if (run.status !== 0) throw new Error(run.stderr)
    const fresh = await readFile(join(folder, 'tables.ts'), 'utf8')
    const kept = await readFile(new URL('../database/generated/tables.ts', import.meta.url), 'utf8')
    return fresh !== kept
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
