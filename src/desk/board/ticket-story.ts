/** The whole history of a ticket: what happened, its promises, and whom dispatch thought of. */

import { clocksOf } from '../clocks/clocks-of.ts'
import { isLocalAdmin, LOCAL_ADMIN_NAME } from '../staff/local-admin.ts'
import { isTicketState, type TicketState } from '../tickets/states.ts'
import { subjectOf } from '../tickets/ticket.ts'
import type { Work } from '../work.ts'

export interface StoryEvent {
  readonly at: Date
  readonly seq: number
  readonly kind: string
  readonly toState: TicketState | null
  /** owner | staff | system */
  readonly actor: string
  /** The name of a member of staff; empty for others. */
  readonly who: string
  /** Words somebody wrote, reasons, whom it went to: what the event says of itself. */
  readonly text: string
  readonly name: string
  readonly reason: string
  /** When it happened, where that was said later than it was. */
  readonly saidAt: Date | null
  /** From where they checked in, as they said it, and how many metres off that is; 0 where it is not known. */
  readonly place: string
  readonly far: boolean
  readonly metres: number
  readonly photoIds: readonly string[]
}

export interface StoryClock {
  readonly kind: string
  readonly state: string
  readonly dueAt: Date | null
  readonly metAt: Date | null
  readonly breachedAt: Date | null
}

interface StoryOffer {
  readonly name: string
  readonly mode: string
  readonly offeredAt: Date
  readonly acceptedAt: Date | null
  readonly outcome: string
}

interface StoryDecision {
  readonly at: Date
  readonly considered: readonly {
    readonly name: string
    /** Why not; empty when they could be sent. */
    readonly dropped: string
    /** Sent without the certificate, for people were in danger. */
    readonly isDespite: boolean
  }[]
}

export interface TicketStory {
  readonly events: readonly StoryEvent[]
  readonly clocks: readonly StoryClock[]
  readonly offers: readonly StoryOffer[]
  readonly decisions: readonly StoryDecision[]
}

const MOST_EVENTS = 500

/** Of a ticket the caller has found the reader may see. */
export async function ticketStory(work: Work, ticketId: string): Promise<TicketStory> {
  return {
    events: await eventsOf(work, ticketId),
    clocks: await clocksOf(work.tx, subjectOf(ticketId)),
    offers: await offersOf(work, ticketId),
    decisions: await decisionsOf(work, ticketId),
  }
}

async function eventsOf(work: Work, ticketId: string): Promise<StoryEvent[]> {
  const rows = await work.tx
    .selectFrom('ticket_event')
    .select(['at', 'seq', 'kind', 'toState', 'actorKind', 'actorId', 'payload'])
    .where('ticketId', '=', ticketId)
    .orderBy('seq', 'desc')
    .limit(MOST_EVENTS)
    .execute()
  const names = await namesOf(
    work,
    rows.flatMap(({ actorKind, actorId }) => (actorKind === 'staff' && actorId ? actorId : [])),
  )
  return rows.toReversed().map(({ at, seq, kind, toState, actorKind, actorId, payload }) => ({
    at,
    seq,
    kind,
    toState: isTicketState(toState) ? toState : null,
    actor: actorKind,
    who: names.get(actorId ?? '') ?? '',
    text: textOf(payload, 'text') || textOf(payload, 'note') || textOf(payload, 'noPhoto'),
    name: textOf(payload, 'name'),
    reason: reasonWords(work, textOf(payload, 'reason')),
    ...onSite(payload),
  }))
}

/** What only a check-in and photos from the spot say. */
function onSite(payload: unknown) {
  const { far, metres, photos } = { ...(payload as Readonly<Record<string, unknown>> | null) }
  const saidAt = textOf(payload, 'saidAt')
  return {
    saidAt: saidAt ? new Date(saidAt) : null,
    place: textOf(payload, 'place'),
    far: far === true,
    metres: typeof metres === 'number' ? metres : 0,
    photoIds: Array.isArray(photos) ? photos.filter((id) => typeof id === 'string') : [],
  }
}

function textOf(payload: unknown, field: string): string {
  const value = (payload as Readonly<Record<string, unknown>> | null)?.[field]
  return typeof value === 'string' ? value : ''
}

/** A reason of the rules in its words; whatever else was given as a reason as it stands. */
function reasonWords({ rules }: Work, reason: string): string {
  const { hold, return_reasons, dispatch } = rules.tickets
  const known = [...hold.reasons, hold.linked, ...return_reasons].find(({ id }) => id === reason)
  const called = (dispatch.reasons as Readonly<Record<string, string>>)[reason]
  return known?.words ?? called ?? reason
}

async function namesOf(work: Work, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await work.tx
    .selectFrom('staff')
    .select(['id', 'name'])
    .where('id', 'in', [...new Set(ids)])
    .execute()
  const admins = ids.filter(isLocalAdmin).map((id) => [id, LOCAL_ADMIN_NAME] as const)
  return new Map([...rows.map(({ id, name }) => [id, name] as const), ...admins])
}

async function offersOf(work: Work, ticketId: string): Promise<StoryOffer[]> {
  const rows = await work.tx
    .selectFrom('assignment')
    .innerJoin('staff', 'staff.id', 'assignment.staffId')
    .select(['staff.name', 'mode', 'offeredAt', 'acceptedAt', 'outcome'])
    .where('ticketId', '=', ticketId)
    .orderBy('round')
    .orderBy('assignment.id')
    .execute()
  return rows.map((row) => ({ ...row, outcome: row.outcome ?? 'open' }))
}

async function decisionsOf(work: Work, ticketId: string): Promise<StoryDecision[]> {
  const rows = await work.tx
    .selectFrom('dispatch_decision')
    .select(['at', 'considered'])
    .where('ticketId', '=', ticketId)
    .orderBy('at')
    .execute()
  return rows.map(({ at, considered }) => ({
    at,
    considered: (considered as { name: string; dropped?: string; despite?: string }[]).map(
      ({ name, dropped, despite }) => ({
        name,
        dropped: dropped ?? '',
        isDespite: despite !== undefined,
      }),
    ),
  }))
}
