/** The desk's own build, made when it is missing or old; of several test processes only one makes it. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { inject } from 'vitest'

export const PROJECT_FOLDER = fileURLToPath(new URL('../../..', import.meta.url))

/** Any fixed number: it names the lock of whoever builds, on the server of the tests. */
const BUILD_LOCK = 7_301_199
const BUILD = "import { buildWhenNeeded } from './bin/build.mjs'; await buildWhenNeeded()"

let built: Promise<string> | undefined

/** The entry of the build, as `npm start` runs it. */
export function builtDesk(): Promise<string> {
  built ??= build()
  return built
}

async function build(): Promise<string> {
  const client = new Client({ connectionString: inject('serverUrl') })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [BUILD_LOCK])
    const run = spawnSync(process.execPath, ['--input-type=module', '-e', BUILD], {
      cwd: PROJECT_FOLDER,
      encoding: 'utf8',
    })
    if (run.status !== 0) throw new Error(`The build failed:\n${run.stdout}\n${run.stderr}`)
  } finally {
    await client.end()
  }
  return `${PROJECT_FOLDER}dist/main.js`
}
