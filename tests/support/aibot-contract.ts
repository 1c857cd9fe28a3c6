/** The AI bot in callback mode as a subject of the contract: its far end polls, or is the address for a later message. */
import { randomUUID } from 'node:crypto'
import { type Address, conversationIdOf } from '../../src/channels/channel.ts'
import { answerPoll } from '../../src/channels/wecom/aibot/answer-poll.ts'
import { beginExchange, updateExchange } from '../../src/channels/wecom/aibot/exchanges.ts'
import { aibotChannel } from '../../src/channels/wecom/aibot/send-aibot.ts'
import { keepIncoming } from '../../src/inbox/keep.ts'
import type { ContractSubject, FarEnd } from './channel-contract.ts'
import { openTestDatabase } from './database.ts'
import { handClock } from './hand-clock.ts'
import { PHOTO } from './memory-media.ts'
import { inboxRules } from './rules.ts'
import { testSeals } from './seals.ts'
import { type ApiReply, refusal, startStandInApi } from './stand-in-api.ts'
import { IMPATIENT_MS, PATIENT_MS } from './wecom-api.ts'

const TO: Address = { corpId: 'ww1', channel: 'wecom-aibot', account: 'AIB1', user: 'lisi' }
const CODE = 'response-code-that-nobody-may-see'
const REPLIES: Readonly<Record<FarEnd, ApiReply>> = {
  well: { errcode: 0 },
  silent: () => undefined,
  broken: (response) => void response.writeHead(502).end('<html>'),
  refusing: refusal(60020),
  limiting: refusal(45009),
  absent: {},
}

export async function openAibotSubject(farEnd: FarEnd): Promise<ContractSubject> {
  const database = await openTestDatabase()
  const { db } = database
  const clock = handClock()
  const server = await startStandInApi(() => REPLIES[farEnd])
  if (farEnd === 'absent') await server.close()
  const openFile = async (fileId: string) => (fileId === 'f1' ? PHOTO : undefined)
  const deps = { db, clock, newId: randomUUID, seals: testSeals, openFile }
  const responseUrl = `${server.baseUrl}/aibot/response?response_code=${CODE}`
  const streamId = await beginExchange(deps, { key: 'asked-1', from: TO, responseUrl }, null)
  const polled: { stream: { content: string } }[] = []
  let isPolling = farEnd === 'well'
  const poll = async () => {
    while (isPolling) {
      const body = await answerPoll({ ...deps, heard: '收到' }, streamId)
      polled.push(body as { stream: { content: string } })
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  if (farEnd === 'well') {
    // Its turn is not over: the answer stays open.
    const content = { kind: 'text', text: '问' } as const
    const asked = { key: 'asked-1', from: TO, sentAt: clock.now(), content }
    await keepIncoming(db, [asked], {
      ...{ clock, newId: randomUUID, seals: testSeals, rules: inboxRules },
      isUrgent: () => false,
    })
  } else await updateExchange(deps, db, streamId, { isOpen: false })
  const polling = poll()

  const said = async () => {
    const row = await db
      .selectFrom('aibot_exchange')
      .select(['said', 'shown'])
      .where('conversationId', '=', conversationIdOf(TO))
      .executeTakeFirstOrThrow()
    return (testSeals.openJson(row.said) as { text?: string }[]).slice(0, row.shown)
  }
  return {
    channel: aibotChannel({
      ...deps,
      http: { timeoutMs: farEnd === 'silent' ? IMPATIENT_MS : PATIENT_MS },
      pause: (ms) => new Promise((resolve) => setTimeout(resolve, Math.min(ms, 10))),
      fetchedWithinMs: 60_000,
    }),
    to: TO,
    arrived: async () => (await said()).length + server.calls.length,
    everything: () => JSON.stringify(polled.at(-1)),
    texts: async () => (await said()).map(({ text }) => text ?? ''),
    secrets: [CODE],
    async close() {
      isPolling = false
      await polling
      if (farEnd !== 'absent') await server.close()
      await database.close()
    },
  }
}
