/** The desk's own build for suites: of several test processes only one makes it. */
import { Client } from 'pg'
import { inject } from 'vitest'
import { buildNow } from './build-now.ts'

/** Any fixed number: it names the lock of whoever builds, on the server of the tests. */
const BUILD_LOCK = 7_301_199

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
    return buildNow()
  } finally {
    await client.end()
  }
}
