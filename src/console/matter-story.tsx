/** What happened to a ticket, as a page tells it: events, promises, whom it was given to and why. */
import type { StoryClock, StoryEvent } from '../desk/board/ticket-story.ts'
import { sayTime } from '../desk/tickets/say-time.ts'
import type { Matter } from './matter.ts'
import { Photos } from './ticket-parts.tsx'

interface Part {
  readonly matter: Matter
}

export function Events({ matter }: Part) {
  const { say, story, now } = matter
  return (
    <section class="card">
      <div class="card-body">
        <h2>{say('ticket.history')}</h2>
        <ol class="story">
          {story.events.map((event) => (
            <li key={event.seq}>
              <time dateTime={event.at.toISOString()}>{sayTime(event.at, now)}</time>
              <div>
                <strong>{eventWords(matter, event)}</strong>
                {event.name && <span> {event.name}</span>}
                <span class="text-secondary">
                  {' '}
                  {say('matter.actor', { actor: actorOf(event), who: event.who })}
                </span>
                {event.reason && <p class="text-secondary">{event.reason}</p>}
                <OnSite matter={matter} event={event} />
                {event.text && <p class="story-words">{event.text}</p>}
              </div>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}

/** When it was, where that was entered later, and from where. */
function OnSite({ matter, event }: Part & { readonly event: StoryEvent }) {
  const { say, now } = matter
  const { saidAt, place, far, metres } = event
  const lines = [
    saidAt ? say('matter.said_at', { at: sayTime(saidAt, now) }) : '',
    place || metres > 0 || far ? say('matter.from_where', { place, far, metres }) : '',
  ].filter((line) => line !== '')
  return (
    <>
      {lines.length > 0 && <p class="text-secondary">{lines.join('　')}</p>}
      <EventPhotos matter={matter} event={event} />
    </>
  )
}

/** Those taken back meanwhile are gone here too. */
function EventPhotos({ matter: { say, photoUrls }, event }: Part & { readonly event: StoryEvent }) {
  const urls = event.photoIds.flatMap((id) => photoUrls.get(id) ?? [])
  return urls.length > 0 ? <Photos say={say} urls={urls} /> : null
}

/** What dispatch does because somebody reported is its own act, not the reporter's. */
const DISPATCHED = ['assigned', 'offered', 'dispatcher-called']

function actorOf({ actor, kind }: StoryEvent): string {
  return actor === 'owner' && DISPATCHED.includes(kind) ? 'system' : actor
}

function eventWords({ say, rules }: Matter, { kind, toState }: StoryEvent): string {
  const state = toState ? rules.tickets.states[toState].words : ''
  return say('matter.event', { kind, state })
}

export function Clocks({ matter }: Part) {
  const { say, story } = matter
  if (story.clocks.length === 0) return null
  return (
    <section class="card">
      <div class="card-body">
        <h2>{say('matter.clocks')}</h2>
        <ul class="story">
          {story.clocks.map((clock) => (
            <li key={`${clock.kind}-${clock.dueAt}-${clock.state}`}>
              <span>{say('matter.clock', { kind: clock.kind })}</span>
              <ClockState matter={matter} clock={clock} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  )
}

function ClockState({ matter: { say, now }, clock }: Part & { readonly clock: StoryClock }) {
  const isLate = clock.state === 'running' && clock.dueAt !== null && clock.dueAt <= now
  const isBad = isLate || clock.state === 'missed'
  return (
    <div>
      <span class={isBad ? 'badge bg-red text-red-fg' : 'badge bg-azure-lt'}>
        {isLate ? say('matter.clock_late') : say('matter.clock_state', { state: clock.state })}
      </span>
      {clock.dueAt && <span> {say('matter.clock_due', { at: sayTime(clock.dueAt, now) })}</span>}
      {clock.metAt && <span> {say('matter.clock_met', { at: sayTime(clock.metAt, now) })}</span>}
    </div>
  )
}

export function Offers({ matter: { say, story, now } }: Part) {
  return (
    <section class="card">
      <div class="card-body">
        <h2>{say('matter.offers')}</h2>
        {story.offers.length === 0 && <p class="text-secondary">{say('matter.no_offers')}</p>}
        <ol class="story">
          {story.offers.map(({ name, mode, offeredAt, outcome }) => (
            <li key={`${name}-${offeredAt.getTime()}`}>
              <time dateTime={offeredAt.toISOString()}>{sayTime(offeredAt, now)}</time>
              <div>
                {name} <span class="text-secondary">{say('matter.offer', { mode })}</span>{' '}
                <span class="badge bg-azure-lt">{say('matter.outcome', { outcome })}</span>
              </div>
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}

/** Why it was whom: only for whoever asks. */
export function Decisions({ matter: { say, story, now } }: Part) {
  if (story.decisions.length === 0) return null
  return (
    <details class="card">
      <summary class="card-body">{say('matter.decisions')}</summary>
      {story.decisions.map(({ at, considered }) => (
        <div class="card-body" key={at.getTime()}>
          <time dateTime={at.toISOString()}>{sayTime(at, now)}</time>
          <ul>
            {considered.map(({ name, dropped, isDespite }) => (
              <li key={name}>
                {name}{' '}
                <span class="text-secondary">
                  {dropped
                    ? say('matter.dropped', { why: dropped })
                    : say(isDespite ? 'matter.despite' : 'matter.fits')}
                </span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </details>
  )
}
