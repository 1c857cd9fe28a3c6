/** The figures once more, in plain TypeScript from the plain rows: what the views have to agree with. */
import type { Selectable } from 'kysely'
import type { Tables } from '../../../src/database/generated/tables.ts'
import type { Database } from '../../../src/database/open-database.ts'
import type { CategoryRules } from '../../../src/desk/tickets/category-rules.ts'

type Verdict = string

interface Fact {
  readonly measure: string
  readonly at: Date
  readonly verdict: Verdict
  readonly kind: string
  readonly category: string
  readonly building: string
  readonly team: string
  readonly person: string
  readonly score: number
}

/** Days from `from` up to, but not including, `to`: 'YYYY-MM-DD'. */
interface Days {
  readonly from: string
  readonly to: string
}

/** "measure dimension key" → "numerator/denominator of total, scores". Of a month written '2026-11', or of some days. */
export async function recomputed(
  db: Database,
  rules: CategoryRules,
  projectId: string,
  when: string | Days,
): Promise<Record<string, string>> {
  const cells = new Map<string, { yes: number; no: number; total: number; score: number }>()
  for (const fact of await factsOf(db, rules, projectId)) {
    if (!isOf(fact.at, when)) continue
    for (const key of keysOf(fact, rules)) {
      const cell = cells.get(key) ?? { yes: 0, no: 0, total: 0, score: 0 }
      cell.total += 1
      cell.score += fact.score
      if (fact.verdict === 'yes') cell.yes += 1
      if (fact.verdict === 'no') cell.no += 1
      cells.set(key, cell)
    }
  }
  return Object.fromEntries(
    [...cells].map(([key, { yes, no, total, score }]) => [
      key,
      `${yes}/${yes + no} of ${total}, ${score}`,
    ]),
  )
}

function isOf(at: Date, when: string | Days): boolean {
  // China has no summer time: eight hours, always.
  const local = new Date(at.getTime() + 8 * 3_600_000).toISOString()
  return typeof when === 'string' ? local.startsWith(when) : local >= when.from && local < when.to
}

function keysOf(fact: Fact, rules: CategoryRules): string[] {
  const { measure, kind, category, building, team, person } = fact
  const leaves = (rules.byId.get(category)?.line ?? [category]).map((id) => `leaf ${id}`)
  const keys = ['all ', `kind ${kind}`, `building ${building}`, `team ${team}`, `person ${person}`]
  return [...keys, ...leaves].map((key) => `${measure} ${key}`)
}

/** One ticket with everything that belongs to it. */
interface History {
  readonly ticket: Row<'ticket'>
  readonly log: readonly Row<'ticket_event'>[]
  /** Of the same room and leaf. */
  readonly same: readonly Row<'ticket'>[]
  readonly dones: readonly Row<'ticket_event'>[]
  readonly clocks: readonly Row<'sla_clock'>[]
  readonly callbacks: readonly Row<'callback'>[]
  readonly ratings: readonly Row<'rating'>[]
  readonly daysMs: number
}

type Row<Table extends keyof Tables> = Selectable<Tables[Table]>
type By = Pick<Fact, 'person' | 'team'>
type Judged = By & Pick<Fact, 'at' | 'verdict'>

async function factsOf(db: Database, rules: CategoryRules, projectId: string): Promise<Fact[]> {
  const tickets = await db
    .selectFrom('ticket')
    .selectAll()
    .where('projectId', '=', projectId)
    .execute()
  const events = await db.selectFrom('ticket_event').selectAll().orderBy('seq').execute()
  const clocks = await db.selectFrom('sla_clock').selectAll().execute()
  const callbacks = await db.selectFrom('callback').selectAll().execute()
  const ratings = await db.selectFrom('rating').selectAll().execute()
  return tickets.flatMap((ticket) => {
    const history = {
      ticket,
      log: events.filter((one) => one.ticketId === ticket.id),
      same: tickets.filter((one) => isSame(one, ticket)),
      dones: events.filter((one) => one.kind === 'finished'),
      clocks: clocks.filter((one) => one.subjectId === ticket.id),
      callbacks: callbacks.filter((one) => one.ticketId === ticket.id),
      ratings: ratings.filter((one) => one.ticketId === ticket.id),
      daysMs: (rules.byId.get(ticket.category)?.reopen_days ?? 0) * 86_400_000,
    }
    return [
      fact(history, 'finished', {
        at: ticket.createdAt,
        verdict: fateOf(ticket),
        ...holderAt(history, null),
      }),
      ...promiseFacts(history),
      ...dayFacts(history, rules),
      ...completionFacts(history),
      ...askedFacts(history),
    ]
  })
}

function isSame(one: Row<'ticket'>, other: Row<'ticket'>): boolean {
  if (one.id === other.id || other.roomId === null) return false
  return one.roomId === other.roomId && one.category === other.category
}

function fact({ ticket }: History, measure: string, judged: Judged): Fact {
  const { kind, category, buildingCode } = ticket
  return { measure, kind, category, building: buildingCode ?? '', score: 0, ...judged }
}

function setOf(event: Row<'ticket_event'> | undefined): Record<string, string | null> {
  return (event?.payload as { set?: Record<string, string | null> } | undefined)?.set ?? {}
}

function holderAt({ log }: History, at: Date | null, who?: string | null): By {
  const given = log.filter((event) => 'assigneeId' in setOf(event) && (!at || event.at <= at))
  const set = setOf(given.filter((one) => !who || setOf(one)['assigneeId'] === who).at(-1))
  return { person: set['assigneeId'] ?? '', team: set['teamId'] ?? '' }
}

function fateOf({ state, closeCode }: Row<'ticket'>): Verdict {
  const ended = { MERGED: 'merged', CANCELLED: 'cancelled' }[state]
  if (ended) return ended
  if (closeCode === 'forced') return 'forced'
  return ['DONE', 'CONFIRMED', 'CLOSED'].includes(state) ? 'yes' : 'no'
}

function promiseFacts(history: History): Fact[] {
  return history.clocks.map((clock) => {
    const moment = clock.metAt ?? clock.breachedAt ?? clock.dueAt
    const at = clock.dueAt ?? clock.startAt
    const verdict = keptOf(history, clock)
    return fact(history, clock.kind, { at, verdict, ...holderAt(history, moment) })
  })
}

function keptOf({ ticket, clocks }: History, clock: Row<'sla_clock'>): Verdict {
  if (ticket.state === 'MERGED') return 'merged'
  if (clocks.some((one) => one.replacesId === clock.id)) return 'replaced'
  if (clock.breachedAt !== null || clock.state === 'missed') return 'no'
  return clock.state === 'met' ? 'yes' : clock.state
}

const DAY_MS = 86_400_000

function dayFacts(history: History, rules: CategoryRules): Fact[] {
  const { ticket, log } = history
  const isUrgent = ticket.kind === 'repair' && ticket.priority === 'urgent'
  if (!isUrgent && !rules.byId.get(ticket.category)?.hazard) return []
  const dones = log.filter(({ kind }) => kind === 'finished').map(({ at }) => at)
  const done = dones.toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null
  const by = holderAt(history, done)
  return [fact(history, 'day_fix', { at: ticket.createdAt, verdict: dayOf(history, done), ...by })]
}

function dayOf({ ticket, log, clocks }: History, done: Date | null): Verdict {
  const { state, closeCode, closedAt, createdAt } = ticket
  if (state === 'MERGED') return 'merged'
  if (closeCode === 'forced') return 'forced'
  const end = new Date(createdAt.getTime() + DAY_MS)
  if (done) return done <= end ? 'yes' : 'no'
  const isNoted =
    clocks.some(({ breachedAt }) => breachedAt !== null && breachedAt >= end) ||
    log.some(({ at }) => at > end && (!closedAt || at <= closedAt))
  if (isNoted) return 'no'
  return state === 'CANCELLED' ? 'cancelled' : 'running'
}

function completionFacts(history: History): Fact[] {
  const dones = history.log.filter((event) => event.kind === 'finished')
  return dones.flatMap((done) => {
    const completion = Number(setOf(done)['completions'])
    const asked = history.callbacks.find((one) => one.completion === completion)
    const held = holderAt(history, done.at)
    const by = { at: done.at, person: asked?.staffId ?? held.person, team: held.team }
    const isReopened = history.log.some(({ kind, seq }) => kind === 'reopened' && seq > done.seq)
    const first = isReopened || isRepeated(history, done.at) ? 'no' : 'yes'
    return [
      fact(history, 'reopen', { ...by, verdict: isReopened ? 'yes' : 'no' }),
      ...(completion === 1
        ? [fact(history, 'first_fix', { ...by, verdict: visit(history, first) })]
        : []),
    ]
  })
}

function visit(history: History, fixed: Verdict): Verdict {
  if (history.ticket.closeCode === 'forced') return 'forced'
  const { same, dones, ticket, daysMs } = history
  const before = dones.filter((event) => same.some((one) => one.id === event.ticketId))
  const isRepeat = before.some((event) => isWithin(event.at, ticket.createdAt, daysMs))
  return isRepeat ? 'repeat' : fixed
}

function isRepeated({ same, daysMs }: History, doneAt: Date): boolean {
  const stand = same.filter(({ state }) => !['CANCELLED', 'MERGED'].includes(state))
  return stand.some((one) => isWithin(doneAt, one.createdAt, daysMs))
}

function isWithin(from: Date, to: Date, ms: number): boolean {
  const passed = to.getTime() - from.getTime()
  return passed >= 0 && passed <= ms
}

function askedFacts(history: History): Fact[] {
  return history.callbacks.flatMap((asked) => {
    const at = asked.askedAt ?? asked.dueAt
    const { staffId } = asked
    const team = staffId ? holderAt(history, asked.dueAt, staffId).team : ''
    const by = { at, person: staffId ?? '', team }
    const isForced = history.ticket.closeCode === 'forced'
    const rated = history.ratings.find((one) => one.completion === asked.completion)
    const score = isForced ? 0 : (rated?.score ?? 0)
    const liked = isForced ? 'forced' : likedOf(asked, score)
    return [
      fact(history, 'callback', { ...by, verdict: reachedOf(asked) }),
      { ...fact(history, 'satisfaction', { ...by, verdict: liked }), score },
    ]
  })
}

function reachedOf({ state, outcome }: Row<'callback'>): Verdict {
  const waits = { skipped: 'unasked', planned: 'running', asked: 'running' }[state]
  const said = ['fixed', 'not-fixed', 'dissatisfied'].includes(outcome ?? '')
  return waits ?? (state === 'answered' && said ? 'yes' : 'no')
}

function likedOf({ state }: Row<'callback'>, score: number): Verdict {
  if (score > 0) return score >= 4 ? 'yes' : 'no'
  return { skipped: 'unasked', planned: 'running' }[state] ?? 'silent'
}
