/** Pulling an account: all pages, one puller, a cursor that moves with the messages, and every way it goes wrong. */
import { afterEach, describe, expect, test } from 'vitest'
import type { Incoming } from '../../../src/channels/channel.ts'
import { type KfPullDeps, kfPuller } from '../../../src/channels/wecom/kf-pull.ts'
import { openTally } from '../../../src/channels/wecom/tally.ts'
import { logLines } from '../../support/log-lines.ts'
import {
  type ApiReply,
  type ApiRequest,
  DEFAULT,
  refusal,
  TOKEN_PATH,
} from '../../support/stand-in-api.ts'
import { CORP, openApi } from '../../support/wecom-api.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const NOW = new Date('2026-11-21T02:00:00Z')
const ORDER = { corpId: CORP, openKfId: 'wkA', token: 'ENC1' }

const entry = (n: number) => ({
  msgid: `m-${n}`,
  open_kfid: 'wkA',
  external_userid: 'wmU',
  send_time: 1_795_226_000 + n,
  origin: 3,
  msgtype: 'text',
  text: { content: `text ${n}` },
})

type Sync = (
  body: Record<string, unknown>,
  call: ApiRequest,
  nth: number,
) => ApiReply | Promise<ApiReply>

async function open(sync: Sync, change: Partial<KfPullDeps> = {}) {
  let nth = 0
  const { api, server } = await openApi((call) =>
    call.path === TOKEN_PATH ? DEFAULT : sync(call.json ?? {}, call, nth++),
  )
  closing.push(() => server.close())
  const kept = new Map<string, Incoming>()
  const cursors: string[] = []
  const written = logLines()
  const tally = openTally()
  const state = { cursor: '', failSave: false, lockedAtOnce: 0 }
  let locked = 0
  const deps: KfPullDeps = {
    apiOf: async () => api,
    store: {
      async withAccountLock(_corpId, _openKfId, run) {
        locked += 1
        state.lockedAtOnce = Math.max(state.lockedAtOnce, locked)
        const account = {
          cursor: async () => state.cursor,
          async savePage(incomings: readonly Incoming[], next: string) {
            if (state.failSave) throw new Error('the database is away')
            for (const each of incomings) if (!kept.has(each.key)) kept.set(each.key, each)
            state.cursor = next
            cursors.push(next)
          },
        }
        await run(account).finally(() => {
          locked -= 1
        })
      },
    },
    now: () => NOW,
    log: written.log,
    tally,
    ...change,
  }
  const texts = () =>
    [...kept.values()].map(({ content }) => (content.kind === 'text' ? content.text : content.kind))
  const asked = () => server.callsTo('/cgi-bin/kf/sync_msg').map(({ json }) => ({ ...json }))
  return { pull: kfPuller(deps), kept, cursors, written, tally, state, texts, asked }
}

describe('pages', () => {
  test('all are read, also over empty ones, each from where the last ended', async () => {
    const pages = [
      { next_cursor: 'c1', has_more: 1, msg_list: [entry(1), entry(2)] },
      { next_cursor: 'c2', has_more: 1, msg_list: [] },
      { next_cursor: 'c3', has_more: 1, msg_list: [] },
      { next_cursor: 'c4', has_more: 0, msg_list: [entry(3)] },
    ]
    const { pull, texts, cursors, asked } = await open((_body, _call, nth) => pages[nth] ?? {})
    await pull(ORDER)
    expect(texts()).toEqual(['text 1', 'text 2', 'text 3'])
    expect(cursors).toEqual(['c1', 'c2', 'c3', 'c4'])
    const common = { open_kfid: 'wkA', limit: 1000, voice_format: 0, token: 'ENC1' }
    expect(asked()).toEqual([
      common,
      { ...common, cursor: 'c1' },
      { ...common, cursor: 'c2' },
      { ...common, cursor: 'c3' },
    ])
  })

  test('a poll has no token and goes on from the stored cursor', async () => {
    const { pull, state, asked } = await open(() => ({ next_cursor: 'c8', has_more: 0 }))
    state.cursor = 'c7'
    await pull({ corpId: CORP, openKfId: 'wkA' })
    expect(asked()).toEqual([{ open_kfid: 'wkA', limit: 1000, voice_format: 0, cursor: 'c7' }])
    expect(state.cursor).toBe('c8')
  })

  test('an answer without a cursor leaves the stored one', async () => {
    const { pull, state, texts } = await open(() => ({ has_more: 0, msg_list: [entry(1)] }))
    state.cursor = 'c7'
    await pull(ORDER)
    expect([state.cursor, texts()]).toEqual(['c7', ['text 1']])
  })

  test.each(['', 'c7'])(
    'has_more with a cursor that stays at "%s" does not spin',
    async (next_cursor) => {
      const { pull, state, asked, written } = await open(() => ({
        next_cursor,
        has_more: 1,
        msg_list: [entry(1)],
      }))
      state.cursor = 'c7'
      await pull(ORDER)
      expect(asked()).toHaveLength(3)
      expect(written.messages()).toEqual(['an account says it has more and does not move'])
    },
  )

  test('a thousand messages on a page are kept in their order', async () => {
    const msg_list = Array.from({ length: 1000 }, (_, n) => entry(n))
    const { pull, texts } = await open(() => ({ next_cursor: 'c', has_more: 0, msg_list }))
    await pull(ORDER)
    expect(texts()).toEqual(msg_list.map(({ text }) => text.content))
  })

  test('strange entries cost themselves and nothing else, and are counted', async () => {
    const servicer = { ...entry(2), origin: 5 }
    const event = {
      msgid: 'e',
      origin: 4,
      msgtype: 'event',
      event: { event_type: 'brand_new', external_userid: 'wmU' },
    }
    const msg_list = [null, 7, 'x', {}, [], servicer, event, { ...entry(3), text: null }, entry(4)]
    const { pull, texts, tally } = await open(() => ({ next_cursor: 'c', has_more: 0, msg_list }))
    await pull(ORDER)
    expect(texts()).toEqual(['', 'text 4'])
    expect(tally.read()).toEqual({
      'kf ignored no customer': 5,
      'kf ignored servicer message': 1,
      'kf ignored brand_new': 1,
      'kf page': 1,
    })
  })
})

describe('refusals', () => {
  test('a token that is bad or late (95007) is left out, and stays out', async () => {
    const { pull, texts, asked } = await open((body) => {
      if (body['token']) return refusal(95007, 'invalid msg token')
      return body['cursor']
        ? { has_more: 0, msg_list: [entry(2)] }
        : { next_cursor: 'c1', has_more: 1, msg_list: [entry(1)] }
    })
    await pull(ORDER)
    expect(texts()).toEqual(['text 1', 'text 2'])
    expect(asked().map(({ token, cursor }) => [token, cursor])).toEqual([
      ['ENC1', undefined],
      [undefined, undefined],
      [undefined, 'c1'],
    ])
  })

  test('95007 without a token is thrown', async () => {
    const { pull } = await open(() => refusal(95007))
    await expect(pull({ corpId: CORP, openKfId: 'wkA' })).rejects.toMatchObject({ code: 95007 })
  })

  test.each([40035, 40058])(
    'a lost cursor (%i) starts again at three days, and what comes twice is kept once',
    async (code) => {
      const { pull, state, texts, tally } = await open((body) =>
        body['cursor'] === 'old'
          ? refusal(code)
          : { next_cursor: 'new', has_more: 0, msg_list: [entry(1), entry(2)] },
      )
      await pull(ORDER)
      state.cursor = 'old'
      await pull(ORDER)
      expect([texts(), state.cursor]).toEqual([['text 1', 'text 2'], 'new'])
      expect(tally.read()).toMatchObject({ 'kf cursor refused': 1 })
    },
  )

  test.each([45009, 95000, 48007, 60020])(
    '%i is thrown to whoever asked for the pull',
    async (code) => {
      const { pull, kept } = await open(() => refusal(code))
      await expect(pull(ORDER)).rejects.toMatchObject({ code })
      expect(kept.size).toBe(0)
    },
  )

  test('a refusal in the middle keeps the pages before it and the place behind them', async () => {
    let busy = true
    const { pull, state, texts } = await open((body) => {
      if (body['cursor'] !== 'c1') return { next_cursor: 'c1', has_more: 1, msg_list: [entry(1)] }
      return busy ? refusal(-1) : { next_cursor: 'c2', has_more: 0, msg_list: [entry(2)] }
    })
    await expect(pull(ORDER)).rejects.toMatchObject({ code: -1 })
    expect([state.cursor, texts()]).toEqual(['c1', ['text 1']])
    busy = false
    await pull(ORDER)
    expect([state.cursor, texts()]).toEqual(['c2', ['text 1', 'text 2']])
  })

  test('messages that cannot be saved do not move the cursor, and come again', async () => {
    const { pull, state, texts } = await open(() => ({
      next_cursor: 'c1',
      has_more: 0,
      msg_list: [entry(1)],
    }))
    state.failSave = true
    await expect(pull(ORDER)).rejects.toThrow('the database is away')
    expect([state.cursor, texts()]).toEqual(['', []])
    state.failSave = false
    await pull(ORDER)
    expect([state.cursor, texts()]).toEqual(['c1', ['text 1']])
  })

  test('an account nobody speaks for is an error', async () => {
    const { pull } = await open(() => ({}), { apiOf: async () => undefined })
    await expect(pull(ORDER)).rejects.toThrow(/no app is configured/)
  })
})

test('a ping that comes while a pull runs is not lost: one more pull follows, never two at once', async () => {
  const waiting: (() => void)[] = []
  const inbox = [entry(1)]
  const { pull, texts, state, asked } = await open(async (body) => {
    const from = Number(body['cursor'] ?? 0)
    const msg_list = inbox.slice(from)
    await new Promise<void>((resolve) => waiting.push(resolve))
    return { next_cursor: String(from + msg_list.length), has_more: 0, msg_list }
  })
  const first = pull(ORDER)
  await expect.poll(() => waiting.length).toBe(1)
  inbox.push(entry(2))
  const later = [pull(ORDER), pull(ORDER), pull(ORDER)]
  waiting[0]?.()
  await first
  expect(texts()).toEqual(['text 1'])
  await expect.poll(() => waiting.length).toBe(2)
  waiting[1]?.()
  await Promise.all(later)
  expect(texts()).toEqual(['text 1', 'text 2'])
  expect([asked().length, state.lockedAtOnce]).toEqual([2, 1])
})
