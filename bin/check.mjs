/** `npm run check`: lint, types, architecture, dead code, schema against migrations and types, flows and their form. All of it, then the verdict. */
import { spawnSync } from 'node:child_process'

const steps = [
  ['lint and format', 'npx', ['biome', 'ci', '.']],
  ['types', 'npx', ['tsc']],
  ['architecture', 'node', ['bin/check-architecture.mjs']],
  ['dead code', 'npx', ['knip']],
  ['schema, migrations, generated types', 'npx', ['tsx', 'src/cli/check-schema.ts']],
  ['flows', 'npm', ['run', '--silent', 'flows', '--', 'check']],
  ['form of the flow files', 'npm', ['run', '--silent', 'flows', '--', 'fmt', '--check']],
]

const failed = []
for (const [name, command, args] of steps) {
  console.log(`\n── ${name}`)
  const run = spawnSync(command, args, { stdio: 'inherit' })
  if (run.status !== 0) failed.push(name)
}
console.log(failed.length === 0 ? '\nAll checks pass.' : `\nFailed: ${failed.join('; ')}`)
process.exit(failed.length === 0 ? 0 : 1)
