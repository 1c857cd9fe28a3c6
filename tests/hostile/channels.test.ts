/** Every hostile text on its way to every kind of phone: whole, within the limits, and nothing but text. */
import { describe, expect, test } from 'vitest'
import type { Outgoing } from '../../src/channels/channel.ts'
import { SendRefused } from '../../src/channels/channel.ts'
import { legalText } from '../../src/channels/legal-text.ts'
import { aibotDraft } from '../../src/channels/wecom/aibot/aibot-drafts.ts'
import { appDrafts } from '../../src/channels/wecom/app-drafts.ts'
import { kfDrafts, sendsNeeded } from '../../src/channels/wecom/kf-drafts.ts'
import { robotDrafts } from '../../src/channels/wecom/robot-drafts.ts'
import { readWords } from '../../src/conversation/words.ts'
import { cleanText } from '../../src/desk/tickets/clean-text.ts'
import { openLog } from '../../src/log.ts'
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts'

const words = await readWords('flows')
const MOST_BYTES = 2048
/** What a client would draw as a link. */
const LINK = /<[\s/]*a\b/i
/** Half of a character that needs two. */
const HALF = /\p{Cs}/u
/** Marks that turn the direction of what stands around them, and breaks no phone shows. */
const UNSEEN = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\u2028\u2029]/

const draftersOf: Readonly<Record<string, (message: Outgoing) => readonly unknown[]>> = {
  kf: kfDrafts,
  app: appDrafts,
  robot: robotDrafts,
}

/** What leaves; nothing for a text in which there is nothing to read. */
function drafts(channel: string, message: Outgoing): readonly unknown[] | null {
  try {
    return draftersOf[channel]?.(message) ?? null
  } catch (error) {
    if (error instanceof SendRefused && error.refusal === 'data') return null
    throw error
  }
}

const contentsOf = (all: readonly unknown[]) =>
  all.map((draft) => (draft as { text?: { content: string } }).text?.content ?? '')

test('the corpus is as large as it has to be, and every text of it is another', () => {
  expect(HOSTILE_TEXTS.length).toBeGreaterThanOrEqual(150)
  expect(new Set(HOSTILE_TEXTS.map(({ text }) => text)).size).toBe(HOSTILE_TEXTS.length)
})

describe.each(Object.keys(draftersOf))('to %s', (channel) => {
  test.each(HOSTILE_TEXTS)('$kind: $text', ({ text }) => {
    const all = drafts(channel, { kind: 'text', text })
    if (!all) return expect(legalText(text).trim()).toBe('')
    const contents = contentsOf(all)
    for (const content of contents) {
      expect(Buffer.byteLength(content)).toBeLessThanOrEqual(MOST_BYTES)
      expect(content).not.toMatch(HALF)
      if (channel !== 'robot') expect(content).not.toMatch(LINK)
    }
    const left = contents.join('').replaceAll(/\s/g, '')
    const meant = legalText(text).replaceAll(/\s/g, '')
    expect(left.replaceAll('＜', '<')).toBe(meant.replaceAll('＜', '<'))
    for (const draft of all) expect(JSON.stringify(draft)).not.toContain('mentioned_list')
    if (channel === 'kf') expect(sendsNeeded({ kind: 'text', text })).toBe(all.length)
  })
})

test.each(HOSTILE_TEXTS)('to an AI bot, which draws markdown: $kind: $text', ({ text }) => {
  if (legalText(text).trim() === '' || Buffer.byteLength(text) > 20_000) return
  const draft = aibotDraft({ kind: 'text', text }) as { text: string }
  expect(draft.text).not.toMatch(/\]\(|<|^\s*[#>]/m)
})

describe('in a card', () => {
  test.each(HOSTILE_TEXTS)('$kind: $text', ({ text }) => {
    const said = cleanText(text, 500)
    expect(said).not.toMatch(UNSEEN)
    expect(said).not.toMatch(HALF)
    const card = {
      ...{ kind: 'card' as const, taskId: 't-1', title: said || '无', description: said },
      lines: [{ label: '位置', value: said || '无' }],
      buttons: [{ key: 'accept', text: '接单', style: 'primary' as const }],
    }
    const [draft] = appDrafts(card) as { msgtype: string; template_card: object }[]
    expect(draft?.msgtype).toBe('template_card')
    const sent = JSON.stringify(draft)
    expect(JSON.parse(sent)).toEqual(draft)
    // No address and no button but those of the desk.
    expect(sent.match(/"(?:url|jump_list)":/g) ?? []).toEqual([])
    expect(sent.match(/"key":"accept"/g)).toHaveLength(1)
  })
})

test.each(HOSTILE_TEXTS)('as a value in our own words: $kind: $text', ({ text }) => {
  const filled = words.text('conversation.web_answer', { name: text, text })
  expect(filled).toContain(text.trim().replace(/\n{2,}/g, '\n'))
})

test.each(HOSTILE_TEXTS)('in a line of the log: $kind: $text', ({ text }) => {
  const lines: string[] = []
  const log = openLog('trace', { write: (line) => lines.push(line) })
  log.warn({ err: new Error(text), key: text, said: text }, 'send')
  expect(lines).toHaveLength(1)
  const [line = ''] = lines
  expect(line.trimEnd()).not.toMatch(/[\n\r]/)
  expect(JSON.parse(line)).toMatchObject({ level: 40, msg: 'send', key: '[redacted]' })
})
