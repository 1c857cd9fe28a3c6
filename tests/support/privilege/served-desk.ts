/** The pages of a desk as a company runs them, without a sandbox, on the database of a test. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Express } from 'express'
import type { Parts } from '../../../src/app/parts.ts'
import { routesOf } from '../../../src/app/web.ts'
import { openParts } from '../../../src/app.ts'
import { readConfig } from '../../../src/config.ts'
import { expressApp } from '../../../src/console/http-server.ts'
import { beginLife } from '../../../src/life.ts'
import { logLines } from '../log-lines.ts'
import { DATA_KEY } from '../seals.ts'

export interface ServedDesk {
  readonly url: string
  readonly parts: Parts
  readonly app: Express
  /** What was logged. */
  readonly lines: readonly string[]
  close(): Promise<void>
}

/**
 * Nothing is sent anywhere: no worker runs, and the platform's address leads nowhere. `more`: environment that is
 * another than usual.
 */
export async function serveDesk(
  databaseUrl: string,
  more: Readonly<Record<string, string>> = {},
): Promise<ServedDesk> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guanjia-served-'))
  const life = beginLife()
  const { log, lines } = logLines()
  const config = readConfig({
    ...{ DATABASE_URL: databaseUrl, DATABASE_CONNECTIONS: '6', DATA_DIR: dataDir, DATA_KEY },
    ...{ ROLE: 'web', PORT: '0', HOST: '127.0.0.1', WEB_CHAT: 'on' },
    ...{ WECOM_CORP_ID: 'corp-1', WECOM_API_BASE: 'http://127.0.0.1:9' },
    ...{ WECOM_APP_AGENT_ID: '1000002', WECOM_APP_SECRET: 'app-secret' },
    ...{ WECOM_APP_TOKEN: 'callbacktoken', WECOM_APP_AES_KEY: 'k'.repeat(42).concat('A') },
    ...more,
  })
  const parts = await openParts(config, log, life)
  const app = expressApp({ log, routes: routesOf(parts), trustProxy: config.trustProxy })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  parts.base.links.listenOn(port)
  return {
    url: `http://127.0.0.1:${port}`,
    ...{ parts, app, lines },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await life.end()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
