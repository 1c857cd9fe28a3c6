/** Every channel under the one contract they all keep. */
import { expect, test } from 'vitest'
import type { Address, Channel, ChannelName } from '../../src/channels/channel.ts'
import { mediaIds } from '../../src/channels/wecom/media-ids.ts'
import { appChannel } from '../../src/channels/wecom/send-app.ts'
import { kfChannel } from '../../src/channels/wecom/send-kf.ts'
import { robotChannel } from '../../src/channels/wecom/send-robot.ts'
import { openAibotSubject } from '../support/aibot-contract.ts'
import { type ContractSubject, channelContract, type FarEnd } from '../support/channel-contract.ts'
import { openAibotEar, openAppEar, openKfEar, openWebEar } from '../support/ears.ts'
import { type IncomingPromises, incomingContract } from '../support/incoming-contract.ts'
import { memoryMedia, PHOTO } from '../support/memory-media.ts'
import { knownToken } from '../support/memory-tokens.ts'
import { type ApiReply, refusal, startStandInApi } from '../support/stand-in-api.ts'
import { openWebSubject } from '../support/web-contract.ts'
import { apiOn, CORP, IMPATIENT_MS, PATIENT_MS, SECRET } from '../support/wecom-api.ts'

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

/** The bodies of the calls that show something. */
function shown({ server }: Made): readonly Record<string, unknown>[] {
  return server.calls.filter(({ path }) => SHOWING.test(path)).map(({ json }) => json ?? {})
}

/** The same message id as the first (微信客服), or the duplicate check switched on (the app). */
function isMarked(bodies: readonly Record<string, unknown>[]): boolean {
  const [first, last] = [bodies[0], bodies.at(-1)]
  const hasSameId = last?.['msgid'] !== undefined && last['msgid'] === first?.['msgid']
  return hasSameId || last?.['enable_duplicate_check'] === 1
}

const subject =
  (to: Address, make: (made: Made) => Channel) =>
  async (behaviour: FarEnd): Promise<ContractSubject> => {
    const made = await farEnd(behaviour)
    return {
      channel: make(made),
      to,
      arrived: () => shown(made).length,
      everything: () => JSON.stringify(shown(made)),
      texts: () => shown(made).map((body) => (body['text'] as { content: string }).content),
      isMarked: () => isMarked(shown(made)),
      secrets: made.secrets,
      close: () => (behaviour === 'absent' ? Promise.resolve() : made.server.close()),
    }
  }

const media = () => mediaIds(memoryMedia({ f1: PHOTO }))

const ALL_FAILURES = ['silent', 'broken', 'refusing', 'limiting', 'absent'] as const

channelContract('wecom-kf', {
  failures: ALL_FAILURES,
  repeats: 'marked',
  open: subject({ corpId: CORP, channel: 'wecom-kf', account: 'wkA', user: 'wmU' }, ({ api }) =>
    kfChannel({ apiOf: async () => api, media: media() }),
  ),
})

channelContract('wecom-app', {
  failures: ALL_FAILURES,
  repeats: 'marked',
  open: subject({ corpId: CORP, channel: 'wecom-app', account: '1000002', user: 'li' }, ({ api }) =>
    appChannel({ apiOf: () => api, media: media() }),
  ),
})

channelContract('wecom-robot', {
  failures: ALL_FAILURES,
  repeats: 'untold',
  open: subject(
    { corpId: CORP, channel: 'wecom-robot', account: 'centre', user: 'group' },
    ({ server, timeoutMs }) =>
      robotChannel({
        baseUrl: server.baseUrl,
        timeoutMs,
        keyOf: () => ROBOT_KEY,
        openFile: async (fileId) => (fileId === 'f1' ? PHOTO : undefined),
      }),
  ),
})

channelContract('web-chat', {
  failures: ['broken', 'absent'],
  repeats: 'once',
  open: openWebSubject,
})

channelContract('wecom-aibot', {
  failures: ALL_FAILURES,
  repeats: 'once',
  open: openAibotSubject,
})

/** Every channel stands here: one that hears nothing says so. */
const HEARS: Readonly<Record<ChannelName, IncomingPromises | 'nothing'>> = {
  'wecom-kf': { open: openKfEar, longText: 'whole' },
  'wecom-app': { open: openAppEar, longText: 'whole' },
  'wecom-aibot': { open: openAibotEar, longText: 'whole' },
  'web-chat': { open: openWebEar, longText: 'refused' },
  // A group robot's address only takes messages: it speaks and does not listen (wecom.md 6.1).
  'wecom-robot': 'nothing',
}

for (const [name, promises] of Object.entries(HEARS)) {
  if (promises !== 'nothing') incomingContract(name, promises)
  else
    test(`${name} hears nothing: it has no door, only a way out`, () => {
      const silent = robotChannel({
        ...{ baseUrl: 'http://127.0.0.1:1', timeoutMs: IMPATIENT_MS },
        ...{ keyOf: () => ROBOT_KEY, openFile: async () => undefined },
      })
      expect(silent.name).toBe(name)
      expect(Object.keys(silent).sort()).toEqual(['name', 'send'])
    })
}
