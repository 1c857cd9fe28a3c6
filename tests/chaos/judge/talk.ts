/** Everything an owner wrote is stored once, in the order it was said, and nobody is left without an answer. */
import { sql } from 'kysely'
import type { IncomingContent } from '../../../src/channels/channel.ts'
import type { Said } from '../ledger.ts'
import type { Evidence, Find } from './evidence.ts'
import { grouped } from './grouped.ts'

interface HeardRow {
  readonly user: string
  readonly turnId: string | null
  readonly content: string
}

export async function judgeTalk({ db, seals, platform, ledger }: Evidence, find: Find) {
  const { owners } = await platform.control.state()
  const rows = await sql<HeardRow>`
    SELECT c."userId" AS "user", i.content, i."turnId" FROM inbox_item i
      JOIN conversation c ON c.id = i."conversationId" WHERE i.kind = 'text' ORDER BY i.seq`.execute(
    db,
  )
  const heard = grouped(rows.rows, ({ user }) => user)
  const verdict = { notStored: 0, twice: 0, disordered: 0, burstsSplit: 0, unanswered: 0 }
  for (const [owner, said] of grouped(ledger.said, (one) => one.owner)) {
    const user = owners.find(({ id }) => id === owner)?.externalUserId ?? ''
    const own = heard.get(user) ?? []
    const texts = own.map(({ content }) => textOf(seals.openJson(content) as IncomingContent))
    const words = compare(said, texts)
    verdict.notStored += words.notStored
    verdict.twice += words.twice
    verdict.disordered += words.disordered
    if (words.finding) find(`${owner} ${words.finding}`)
    else verdict.burstsSplit += splitBursts(said, own)
    const last = said.at(-1)
    const phone = { kind: 'owners', id: owner } as const
    const { messages } = await platform.control.readPhone(phone, last?.n ?? 0)
    if (messages.some(({ from }) => from === 'desk')) continue
    verdict.unanswered += 1
    find(`${owner} is left without an answer to ${last?.text}`)
  }
  return { verdict, counts: { said: ledger.said.length, bursts: burstsOf(ledger.said).size } }
}

function compare(said: readonly Said[], texts: readonly string[]) {
  const notStored = Math.max(0, said.length - texts.length)
  const twice = Math.max(0, texts.length - said.length)
  if (notStored + twice > 0) {
    const finding = `wrote ${said.length} messages, ${texts.length} are stored`
    return { notStored, twice, disordered: 0, finding }
  }
  const disordered = said.some(({ text }, at) => text !== texts[at]) ? 1 : 0
  const finding = disordered ? `is heard in another order: ${texts.join('，')}` : undefined
  return { notStored, twice, disordered, finding }
}

/** Of what was heard in the order in which it was said: how many bursts were taken in more than one turn. */
function splitBursts(said: readonly Said[], heard: readonly HeardRow[]): number {
  const bursts = burstsOf(said.map((one, at) => ({ ...one, turnId: heard[at]?.turnId })))
  return [...bursts.values()].filter((all) => new Set(all.map(({ turnId }) => turnId)).size > 1)
    .length
}

function burstsOf<Words extends Said>(said: readonly Words[]) {
  const inBursts = said.filter(({ burst }) => burst !== undefined)
  return grouped(inBursts, ({ burst }) => burst)
}

function textOf(content: IncomingContent): string {
  return content.kind === 'text' ? content.text : `(${content.kind})`
}
