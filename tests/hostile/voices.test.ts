/** Every hostile text where an owner says something else than a first report: complaints, ratings, answers, on the phone. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { appDrafts } from '../../src/channels/wecom/app-drafts.ts'
import { kfDrafts } from '../../src/channels/wecom/kf-drafts.ts'
import { robotDrafts } from '../../src/channels/wecom/robot-drafts.ts'
import { renderOwnTicket } from '../../src/console/own-ticket-page.tsx'
import type { Say } from '../../src/console/say.ts'
import { cleanText } from '../../src/desk/tickets/clean-text.ts'
import { ownerSheet } from '../../src/desk/tickets/owner-sheet.ts'
import type { OwnerActor, StaffActor } from '../../src/desk/work.ts'
import { type ServedConsole, serveConsole } from '../support/desk/served-console.ts'
import { openTicketDesk, type TicketDesk } from '../support/desk/ticket-desk.ts'
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts'
import { expectOnlyText, tagsOf } from '../support/only-text.ts'

const TEXTS = HOSTILE_TEXTS.filter(({ kind }) => kind !== 'long')
/** For ways of many steps: all that pages and phones could take for more than text, and two of every other kind. */
const DRAWN = ['html', 'markdown', 'mention', 'wecom', 'bidi', 'half_a_character', 'control']
const SOME = TEXTS.filter(({ kind, text }) => {
  const ofKind = TEXTS.filter((one) => one.kind === kind)
  return DRAWN.includes(kind) || ofKind.slice(0, 2).some((one) => one.text === text)
})
const HARMLESS = '水管还在漏'
/** What a client would draw as a link, and a mention of everybody. */
const LINK = /<[\s/]*a\b/i

let desk: TicketDesk
let served: ServedConsole
let say: Say
let technician: StaffActor
let agent: StaffActor
let manager: StaffActor
let made = 0

beforeAll(async () => {
  desk = await openTicketDesk()
  technician = await desk.technician('王强')
  agent = await desk.staff('客服', 'agent')
  manager = await desk.staff('经理', 'manager')
  served = await serveConsole(desk)
  say = (name, values = {}) => desk.tell.text(`console.${name}`, values)
})
afterAll(async () => {
  served.close()
  await desk.close()
})

interface Heard {
  readonly number: string
  readonly owner: OwnerActor
}

/** Of a new owner in a new home: nothing of the one before is met again. */
async function reports(text: string, more: object = {}): Promise<Heard> {
  made += 1
  const owner = await desk.owner(`chat-${made}`, `1-1-${1000 + made}`)
  const report = { text, room: `1-1-${1000 + made}`, phone: '13800138000', same: 'apart', ...more }
  const { outcome, result } = await desk.act(owner, 'tickets.create', report)
  expect(outcome).toBe('ok')
  return { number: String(result['number']), owner }
}

async function finishes(number: string): Promise<void> {
  if ((await desk.ticket(number)).assigneeId !== technician.staffId) {
    const reason = randomUUID()
    await desk.act(manager, 'tickets.assign', { number, colleague: '王强', reason })
  }
  for (const step of ['accept', 'arrive', 'finish']) {
    await desk.act(technician, `tickets.${step}`, { number })
  }
  expect((await desk.ticket(number)).state).toBe('DONE')
}

/** Each way an owner's words come in beside a first report; null where nothing readable is refused. */
const WAYS: Readonly<Record<string, (text: string) => Promise<Heard | null>>> = {
  'a complaint': async (text) => {
    if (cleanText(text, 500) === '') return null
    return reports(text, { kind: 'complaint', category: 'complaint.noise' })
  },
  'an addition, an answer that it is not fixed, and a rating': async (text) => {
    const heard = await reports(HARMLESS)
    const { number, owner } = heard
    await desk.act(owner, 'tickets.add_note', { number, text })
    await finishes(number)
    expect((await desk.act(owner, 'surveys.not_fixed', { number, text })).outcome).toBe('ok')
    await finishes(number)
    await desk.act(owner, 'surveys.fixed', { number })
    const rated = await desk.act(owner, 'surveys.save', { number, score: 1, reason: text })
    expect(rated.outcome).toBe('ok')
    await desk.act(owner, 'surveys.change', { number, score: 2, reason: text })
    return heard
  },
  'what was said when somebody rang': async (text) => {
    const heard = await reports(HARMLESS)
    const { number } = heard
    await finishes(number)
    const call = { number, result: 'dissatisfied', score: 1, reason: text }
    await desk.act(agent, 'surveys.called', call)
    return heard
  },
  'the form for somebody who phoned': async (text) => {
    made += 1
    const fields = { text, name: text, place: text, phone: '', day: '', from: '', until: '' }
    const asked = { ...fields, key: randomUUID(), kind: 'repair', again: 'ask' }
    const answer = await served.post(agent, '/console/calls', asked)
    const html = await answer.text()
    expect([text, [303, 422].includes(answer.status)]).toEqual([text, true])
    if (answer.status === 422) expectOnlyText(html, await harmlessForm())
    const homes = await served.post(agent, '/console/calls/homes', { ...asked, phone: text })
    expectOnlyText(await homes.text(), await harmlessForm())
    return null
  },
}

let formTags: readonly string[] | undefined
async function harmlessForm(): Promise<readonly string[]> {
  formTags ??= tagsOf(await (await served.get(agent, '/console/calls/new')).text())
  return formTags
}
const harmlessOf: Record<string, { console: readonly string[]; own: readonly string[] }> = {}

async function pagesOf({ number, owner }: Heard) {
  const { id } = await desk.ticket(number)
  const answer = await served.get(manager, `/console/tickets/${id}`)
  expect(answer.status).toBe(200)
  const sheet = await desk.work(owner, (work) => ownerSheet(work, id))
  const own = sheet ? renderOwnTicket(say, sheet, () => '/photo') : ''
  return { console: await answer.text(), own }
}

/** What left the desk for anybody, as it would be sent: nothing in it is a link or a mention of ours. */
function expectHarmlessSends(text: string): void {
  for (const line of desk.tell.read.splice(0)) {
    const said = { kind: 'text', text: line.trim() || '无' } as const
    for (const draft of [...kfDrafts(said), ...appDrafts(said)] as {
      text: { content: string }
    }[]) {
      expect([text, draft.text.content]).toEqual([text, expect.not.stringMatching(LINK)])
    }
    for (const draft of robotDrafts(said)) {
      expect(JSON.stringify(draft)).not.toContain('mentioned_list')
    }
  }
}

test.each(
  Object.entries(WAYS).flatMap(([way, run]) => {
    const texts = way === 'a complaint' || way.startsWith('the form') ? TEXTS : SOME
    return texts.map((one) => ({ way, run, ...one }))
  }),
)('$way: $kind: $text', async ({ way, run, text }) => {
  desk.tell.read.splice(0)
  harmlessOf[way] ??= await harmlessPages(run)
  desk.tell.read.splice(0)
  const heard = await run(text)
  expectHarmlessSends(text)
  if (!heard) return
  const { console, own } = await pagesOf(heard)
  expectOnlyText(console, harmlessOf[way]?.console ?? [])
  expectOnlyText(own, harmlessOf[way]?.own ?? [])
})

async function harmlessPages(run: (text: string) => Promise<Heard | null>) {
  const heard = await run(HARMLESS)
  if (!heard) return { console: [], own: [] }
  const { console, own } = await pagesOf(heard)
  return { console: tagsOf(console), own: tagsOf(own) }
}
