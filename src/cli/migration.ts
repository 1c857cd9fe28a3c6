/** `npm run migration -- NAME`: writes the next migration from the difference between the schema and the last one. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { migratedSchema, PRISMA_FOLDER } from '../database/migration-files.ts'
import { diffSchemas } from '../database/schema-engine.ts'

const name = process.argv[2]
if (!name || !/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Usage: npm run migration -- NAME   (small letters, digits and _)')
  process.exit(1)
}
const schema = await readFile(join(PRISMA_FOLDER, 'schema.prisma'), 'utf8')
const sql = await diffSchemas(await migratedSchema(), schema)
if (sql === '') {
  console.log('The schema and the last migration agree: nothing to write.')
  process.exit(0)
}
const stamp = new Date()
  .toISOString()
  .replace(/[-:T]|\..*$/g, '')
  .slice(0, 14)
const folder = join(PRISMA_FOLDER, 'migrations', `${stamp}_${name}`)
await mkdir(folder)
await writeFile(join(folder, 'migration.sql'), sql)
await writeFile(join(folder, 'schema.prisma'), schema)
console.log(`Written: ${folder}. Add triggers and partial indexes by hand at its end.`)
