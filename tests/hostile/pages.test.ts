/** Every hostile text in every field an owner or a caller fills, looked at on every page, in the exports and in the database. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { legalText } from '../../src/channels/legal-text.ts'
import type { StaffActor } from '../../src/desk/work.ts'
import { type ServedConsole, serveConsole } from '../support/desk/served-console.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts'
import { expectOnlyText, tagsOf } from '../support/only-text.ts'
import { testSeals } from '../support/seals.ts'
import { openTalkDesk } from '../support/talk-desk.ts'

let desk: TicketDesk
let served: ServedConsole
let manager: StaffActor
let harmless: readonly string[]

beforeAll(async () => {
  desk = await openTicketDesk()
  manager = await desk.staff('经理', 'manager')
  served = await serveConsole(desk)
  harmless = tagsOf((await pageOf(await reported('水管漏水'))).html)
})
afterAll(async () => {
  served.close()
  await desk.close()
})

/** Of a ticket whose every field says the same; each in a home of its own. */
async function reported(text: string): Promise<string> {
  made += 1
  const room = `1-1-${1000 + made}`
  await desk.room(room)
  const fields = { text, place: text, name: text, wished: text, who: text }
  const logged = await desk.act(manager, 'tickets.log_for', { ...fields, room, same: 'apart' })
  const number = String(logged.result['number'])
  if (logged.outcome !== 'ok') return ''
  const { id } = await desk.ticket(number)
  const note = new URLSearchParams({ key: randomUUID(), text })
  await served.post(manager, `/console/tickets/${id}/note`, Object.fromEntries(note))
  return id
}
let made = 0

async function pageOf(id: string) {
  const answer = await served.get(manager, `/console/tickets/${id}`)
  return { status: answer.status, html: await answer.text() }
}

test.each(HOSTILE_TEXTS.filter(({ kind }) => kind !== 'long'))(
  'on the page of a ticket: $kind: $text',
  async ({ text }) => {
    const id = await reported(text)
    if (id === '') return
    const { status, html } = await pageOf(id)
    expect(status).toBe(200)
    expectOnlyText(html, harmless)
  },
)

test('the board shows them all as text, and one of fifty thousand letters holds nothing up', async () => {
  for (const { text } of HOSTILE_TEXTS.filter(({ kind }) => kind === 'long')) await reported(text)
  const answer = await served.get(manager, '/console')
  const html = await answer.text()
  expect(answer.status).toBe(200)
  expect(html).not.toMatch(/<[^>]+\son\w+=|<script>|<iframe|<img src=x|<svg onload/i)
  for (const { text } of HOSTILE_TEXTS.filter(({ kind }) => kind === 'sql' || kind === 'html')) {
    const found = await served.post(manager, '/console/search', { q: text })
    expect([text, found.status]).toEqual([text, 303])
    const page = await served.get(manager, found.headers.get('location') ?? '')
    expect([text, page.status]).toEqual([text, 200])
  }
})

test('said in the chat they are kept as the channel hands them on, byte for byte, and answered', async () => {
  const talk = await openTalkDesk()
  try {
    await talk.owner('说话的人', '3-2-501')
    const kinds = new Set<string>()
    const heard = HOSTILE_TEXTS.map(({ kind, text }) => ({ kind, text: legalText(text) }))
    const some = heard.filter(({ kind, text }) => {
      const isNew = !kinds.has(kind) && text.trim() !== ''
      kinds.add(kind)
      return isNew
    })
    for (const { kind, text } of some) {
      const answers = await talk.say('说话的人', text)
      expect([kind, answers.length > 0]).toEqual([kind, true])
    }
    const rows = await talk.db.selectFrom('inbox_item').select('content').orderBy('seq').execute()
    const kept = rows.map(({ content }) => testSeals.openJson(content) as { text?: string })
    for (const { text } of some) expect(kept.map((one) => one.text)).toContain(text)
  } finally {
    await talk.close()
  }
})
