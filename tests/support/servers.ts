/** Runs once before all suites: a PostgreSQL server with a migrated template database, and what this machine has. */
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.ts'
import { migrate } from '../../src/database/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A server on which suites make databases of their own. */
    serverUrl: string
    templateName: string
    /** Why a kind of suite cannot run here; null when it can. */
    withoutRedis: string | null
    redisUrl: string
    withoutBrowser: string | null
    browserPath: string
  }
}

const BROWSERS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

// biome-ignore lint/style/noDefaultExport: vitest asks for it
export default async function startServers(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'guanjia-test-'))
  await chmod(folder, 0o755)
  const given = process.env['TEST_DATABASE_URL']
  const server = given ? null : await startEmbeddedPostgres(folder)
  const serverUrl = given ?? server?.url ?? ''
  const templateName = `guanjia_template_${process.pid}`
  await onServer(serverUrl, `CREATE DATABASE ${templateName}`)
  await migrate(databaseUrl(serverUrl, templateName))

  project.provide('serverUrl', serverUrl)
  project.provide('templateName', templateName)
  const redisUrl = process.env['REDIS_URL'] ?? ''
  const withoutRedis = await lacksRedis(redisUrl)
  const browserPath = BROWSERS.find((path) => existsSync(path)) ?? ''
  const withoutBrowser = browserPath ? null : 'no Chromium on this machine'
  project.provide('redisUrl', redisUrl)
  project.provide('withoutRedis', withoutRedis)
  project.provide('browserPath', browserPath)
  project.provide('withoutBrowser', withoutBrowser)
  announce([
    ['Redis suites', withoutRedis],
    ['Browser suites', withoutBrowser],
  ])

  return async () => {
    await onServer(serverUrl, `DROP DATABASE IF EXISTS ${templateName} WITH (FORCE)`)
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

export async function onServer(serverUrl: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function lacksRedis(url: string): Promise<string | null> {
  if (!url) return 'REDIS_URL is not set'
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 0, retryStrategy: null })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return null
  } catch {
    return `no Redis answers at ${new URL(url).host}`
  } finally {
    redis.disconnect()
  }
}

/** On a person's machine a suite may be skipped, and says so; where TESTS_MUST_NOT_SKIP is set it may not. */
function announce(suites: readonly (readonly [string, string | null])[]): void {
  const skipped = suites.flatMap(([name, reason]) => (reason ? [`${name}: ${reason}`] : []))
  if (skipped.length === 0) return
  if (process.env['TESTS_MUST_NOT_SKIP']) {
    throw new Error(
      `These suites would be skipped, which is not allowed here: ${skipped.join('; ')}`,
    )
  }
  process.stderr.write(`Skipped: ${skipped.join('; ')}\n`)
}
