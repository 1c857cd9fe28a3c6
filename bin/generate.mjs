/** `npm run generate`: writes the query types from prisma/schema.prisma. Prisma asks for an engine it does not need here. */
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'

const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js')
const run = spawnSync(process.execPath, [prisma, 'generate', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
})
process.exit(run.status ?? 1)
