/** The three channels of the platform under the contract every channel keeps. */
import type { Address, Channel } from '../../../src/channels/channel.ts'
import { mediaIds } from '../../../src/channels/wecom/media-ids.ts'
import { appChannel } from '../../../src/channels/wecom/send-app.ts'
import { kfChannel } from '../../../src/channels/wecom/send-kf.ts'
import { robotChannel } from '../../../src/channels/wecom/send-robot.ts'
import {
  type ContractSubject,
  channelContract,
  type FarEnd,
} from '../../support/channel-contract.ts'
import { memoryMedia, PHOTO } from '../../support/memory-media.ts'
import { knownToken } from '../../support/memory-tokens.ts'
import { type ApiReply, refusal, startStandInApi } from '../../support/stand-in-api.ts'
import { apiOn, CORP, IMPATIENT_MS, PATIENT_MS, SECRET } from '../../support/wecom-api.ts'

const ROBOT_KEY = 'robot-key-that-nobody-may-see'
const TOKEN = 'access-token-that-nobody-may-see'
const SHOWING = /\/(send_msg|send|update_template_card)$/

const REPLIES: Readonly<Record<FarEnd, ApiReply>> = {
  well: { errcode: 0, media_id: 'M1', msgid: 'm' },
  silent: () => undefined,
  broken: (response) => void response.writeHead(502).end('<html>'),
  refusing: refusal(60020),
  limiting: refusal(45009),
  absent: {},
}

async function farEnd(behaviour: FarEnd) {
  const server = await startStandInApi(() => REPLIES[behaviour])
  const timeoutMs = behaviour === 'silent' ? IMPATIENT_MS : PATIENT_MS
  const api = apiOn(server.baseUrl, {
    timeoutMs,
    store: knownToken(TOKEN),
  })
  if (behaviour === 'absent') await server.close()
  return { server, api, timeoutMs, secrets: [SECRET, TOKEN, ROBOT_KEY, 'access_token='] }
}

type Made = Awaited<ReturnType<typeof farEnd>>

const subject =
  (to: Address, make: (made: Made) => Channel) =>
  async (behaviour: FarEnd): Promise<ContractSubject> => {
    const made = await farEnd(behaviour)
    return {
      channel: make(made),
      to,
      arrived: () => made.server.calls.filter(({ path }) => SHOWING.test(path)).length,
      secrets: made.secrets,
      close: () => (behaviour === 'absent' ? Promise.resolve() : made.server.close()),
    }
  }

const media = () => mediaIds(memoryMedia({ f1: PHOTO }))

channelContract(
  'wecom-kf',
  subject({ corpId: CORP, channel: 'wecom-kf', account: 'wkA', user: 'wmU' }, ({ api }) =>
    kfChannel({ apiOf: () => api, media: media() }),
  ),
)

channelContract(
  'wecom-app',
  subject({ corpId: CORP, channel: 'wecom-app', account: '1000002', user: 'li' }, ({ api }) =>
    appChannel({ apiOf: () => api, media: media() }),
  ),
)

channelContract(
  'wecom-robot',
  subject(
    { corpId: CORP, channel: 'wecom-robot', account: 'centre', user: 'group' },
    ({ server, timeoutMs }) =>
      robotChannel({
        baseUrl: server.baseUrl,
        timeoutMs,
        keyOf: () => ROBOT_KEY,
        openFile: async () => PHOTO,
      }),
  ),
)
