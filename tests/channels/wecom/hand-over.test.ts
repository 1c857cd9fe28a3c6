/** Handing a chat to humans and back, on a stand-in that allows the moves of wecom.md 3.6 and no other. */
import { afterEach, expect, test } from 'vitest'
import type { Outgoing } from '../../../src/channels/channel.ts'
import { mediaIds } from '../../../src/channels/wecom/media-ids.ts'
import { kfChannel } from '../../../src/channels/wecom/send-kf.ts'
import { memoryMedia } from '../../support/memory-media.ts'
import { DEFAULT, refusal, TOKEN_PATH } from '../../support/stand-in-api.ts'
import { CORP, openApi } from '../../support/wecom-api.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const ALLOWED: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 3],
  1: [2, 3, 4],
  2: [3, 4],
  3: [3, 4],
  4: [],
}

async function chatIn(start: number, refuseWith?: number) {
  let state = start
  const moves: number[] = []
  const move = (next: number) => {
    if (refuseWith) return refusal(refuseWith)
    if (!ALLOWED[state]?.includes(next)) return refusal(state === 4 ? 95013 : 95016)
    moves.push(next)
    state = next
    return { msg_code: 'MC' }
  }
  const { api, server } = await openApi(({ path, json }) => {
    if (path === TOKEN_PATH) return DEFAULT
    const isRead = path.endsWith('/get')
    return isRead ? { service_state: state } : move(Number(json?.['service_state']))
  })
  closing.push(() => server.close())
  const channel = kfChannel({ apiOf: async () => api, media: mediaIds(memoryMedia({})) })
  const handOver = (to: 'pool' | 'servicer' | 'bot' | 'end', servicer?: string) => {
    const message: Outgoing = { kind: 'hand-over', to, ...(servicer && { servicer }) }
    const address = { corpId: CORP, channel: 'wecom-kf', account: 'wkA', user: 'wmU' } as const
    return channel.send({ key: 'k', to: address, message, repeated: false })
  }
  return { handOver, moves, state: () => state, server }
}

const NAMES = ['new', 'bot', 'pool', 'human', 'ended']

test.each([
  ['pool', 0, 2],
  ['pool', 1, 2],
  ['pool', 2, 2],
  ['pool', 3, 3],
  ['servicer', 0, 3],
  ['servicer', 1, 3],
  ['servicer', 2, 3],
  ['servicer', 3, 3],
  ['bot', 0, 1],
  ['bot', 1, 1],
  ['bot', 2, 4],
  ['bot', 3, 4],
  ['bot', 4, 4],
  ['end', 0, 4],
  ['end', 1, 4],
  ['end', 2, 4],
  ['end', 3, 4],
  ['end', 4, 4],
] as const)('to %s from state %i leads to state %i', async (to, from, end) => {
  const { handOver, state } = await chatIn(from)
  expect(await handOver(to, to === 'servicer' ? 'li' : undefined)).toEqual({})
  expect(NAMES[state()]).toBe(NAMES[end])
})

test.each(['pool', 'servicer'] as const)(
  'an ended chat cannot go to %s before the owner writes',
  async (to) => {
    const { handOver, moves } = await chatIn(4)
    await expect(handOver(to, 'li')).rejects.toMatchObject({
      refusal: 'window',
      platformCode: '95013',
    })
    expect(moves).toEqual([])
  },
)

test.each([95014, 95019, 60253])('a servicer who cannot take it (%i) is said so', async (code) => {
  const { handOver } = await chatIn(1, code)
  await expect(handOver('servicer', 'li')).rejects.toMatchObject({
    refusal: 'data',
    platformCode: String(code),
  })
})

test('a hand-over to a servicer names one', async () => {
  const { handOver, server } = await chatIn(1)
  await expect(handOver('servicer')).rejects.toMatchObject({ refusal: 'data' })
  expect(server.calls).toEqual([])
})
