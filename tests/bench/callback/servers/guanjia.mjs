/** The desk's own server and callback with every check on, as it is built; what is heard is kept nowhere. */
import { randomBytes } from 'node:crypto'
import { wecomCallback } from '../../../../dist/channels/wecom/callback.js'
import { openTally } from '../../../../dist/channels/wecom/tally.js'
import { startHttp } from '../../../../dist/console/http-server.js'
import { openLog } from '../../../../dist/log.js'
import { KEYS } from '../../peers/serve-callback.mjs'

const log = openLog('info')
const callback = wecomCallback({
  endpoints: [{ path: '/wecom/app/callback', agentId: '1000002', ...KEYS }],
  keep: async () => undefined,
  pullKf: async () => undefined,
  now: () => new Date(),
  randomBytes,
  log,
  tally: openTally(),
})
const { port } = await startHttp({
  port: 0,
  host: '127.0.0.1',
  log,
  trustProxy: null,
  callback,
  routes: [],
})
process.send({ port })
process.on('disconnect', () => process.exit())
