/** The form for somebody who phones. What was typed stays when something is wrong with it. */
import type { Rules } from '../desk/rules.ts'
import type { TicketRow } from '../desk/tickets/ticket.ts'
import type { MediaRules } from '../media/rules.ts'
import { Labelled } from './board-page.tsx'
import type { CallForm, CallProblem } from './call-form.ts'
import { CallPhotos, megabytesOf } from './call-photos.tsx'
import { renderConsole } from './console-frame.tsx'
import type { Say } from './say.ts'

export interface CallView {
  readonly say: Say
  readonly rules: Rules
  readonly photoRules: MediaRules
  readonly name: string
  readonly form: CallForm
  readonly problem: CallProblem | null
  /** Photos came along and were not kept: a page cannot choose them again by itself. */
  readonly isPhotoLost: boolean
  /** The finished ticket it may be once more. */
  readonly before?: TicketRow | undefined
  readonly projects: readonly { readonly id: string; readonly name: string }[]
}

export function renderCall(view: CallView): string {
  const { say, name, form } = view
  const title = say('call.title')
  return renderConsole({
    ...{ say, name, title, at: 'call', seesBoard: true },
    children: (
      <form
        class="call-form"
        method="post"
        action="/console/calls"
        enctype="multipart/form-data"
        autocomplete="off"
      >
        <h1>{title}</h1>
        <Problem view={view} />
        <input type="hidden" name="key" value={form.key} />
        <Who view={view} />
        <Where view={view} />
        <What view={view} />
        <CallPhotos {...view} />
        <When view={view} />
        <Again view={view} />
        {!view.before && (
          <button class="btn btn-primary btn-lg" type="submit">
            {say('call.submit')}
          </button>
        )}
      </form>
    ),
  })
}

interface Part {
  readonly view: CallView
}

function Problem({ view: { say, problem, isPhotoLost, rules, photoRules } }: Part) {
  if (!problem) return null
  const most = rules.tickets.max_photos
  const { from, to, days_ahead: days } = rules.tickets.appointment
  const megabytes = megabytesOf(
    problem === 'too_large' ? photoRules.form_bytes : photoRules.max_bytes,
  )
  return (
    <div class="alert alert-danger" role="alert">
      {say(`call.problems.${problem}`, { most, megabytes, from, to, days })}
      {isPhotoLost && ` ${say('call.photos_again')}`}
    </div>
  )
}

/** Instead of one button two: the finished one goes on, or it is another matter. */
function Again({ view: { say, before } }: Part) {
  if (!before) return null
  return (
    <section class="card card-body">
      <p>
        <a href={`/console/tickets/${before.id}`} target="_blank" rel="noopener">
          {before.number}
        </a>{' '}
        {before.description.slice(0, 40)}
      </p>
      <div class="call-pair">
        <button class="btn btn-primary" type="submit" name="again" value="reopen">
          {say('call.again_same')}
        </button>
        <button class="btn" type="submit" name="again" value="apart">
          {say('call.again_apart')}
        </button>
      </div>
    </section>
  )
}

function Who({ view: { say, form, projects } }: Part) {
  return (
    <section class="card card-body">
      {projects.length > 1 && (
        <Labelled words={say('call.project')}>
          <select class="form-select" name="project" required>
            {projects.map(({ id, name }) => (
              <option key={id} value={id} selected={id === form.project}>
                {name}
              </option>
            ))}
          </select>
        </Labelled>
      )}
      <Labelled words={say('call.phone')}>
        <input
          class="form-control"
          type="tel"
          name="phone"
          inputMode="tel"
          value={form.phone}
          placeholder={say('call.phone_hint')}
          maxLength={30}
        />
      </Labelled>
      <button
        class="btn"
        type="button"
        hx-post="/console/calls/homes"
        hx-include="closest form"
        hx-params="project,phone"
        hx-target="#caller-homes"
      >
        {say('call.look_up')}
      </button>
      <div id="caller-homes" aria-live="polite" />
      <Labelled words={say('call.name')}>
        <input class="form-control" id="call-name" name="name" value={form.name} maxLength={40} />
      </Labelled>
    </section>
  )
}

function Where({ view: { say, form } }: Part) {
  return (
    <section class="card card-body call-pair">
      <Labelled words={say('call.room')}>
        <input
          class="form-control"
          id="call-room"
          name="room"
          value={form.room}
          placeholder={say('call.room_hint')}
          maxLength={60}
        />
      </Labelled>
      <Labelled words={say('call.place')}>
        <input
          class="form-control"
          name="place"
          value={form.place}
          placeholder={say('call.place_hint')}
          maxLength={60}
        />
      </Labelled>
    </section>
  )
}

function What({ view: { say, form, rules } }: Part) {
  return (
    <section class="card card-body">
      <Labelled words={say('call.words')}>
        <textarea
          class="form-control"
          name="text"
          rows={3}
          required
          maxLength={rules.tickets.max_chars}
          placeholder={say('call.words_hint')}
          value={form.text}
        />
      </Labelled>
      <div class="call-pair">
        <Labelled words={say('call.kind')}>
          <select class="form-select" name="kind">
            {Object.entries(rules.categories.kinds).map(([kind, { words }]) => (
              <option key={kind} value={kind} selected={kind === form.kind}>
                {words}
              </option>
            ))}
          </select>
        </Labelled>
        <Labelled words={say('call.category')}>
          <select class="form-select" name="category">
            <option value="">{say('call.by_words')}</option>
            {Object.entries(rules.categories.kinds).map(([kind, { words }]) => (
              <optgroup key={kind} label={words}>
                {rules.categories.all
                  .filter((category) => category.kind === kind)
                  .map(({ id, path }) => (
                    <option key={id} value={id} selected={id === form.category}>
                      {path}
                    </option>
                  ))}
              </optgroup>
            ))}
          </select>
        </Labelled>
      </div>
    </section>
  )
}

function When({ view: { say, form } }: Part) {
  return (
    <section class="card card-body">
      <div class="call-visit">
        <Labelled words={say('call.day')}>
          <input class="form-control" type="date" name="day" value={form.day} />
        </Labelled>
        <Labelled words={say('call.from')}>
          <input class="form-control" type="time" name="from" value={form.from} />
        </Labelled>
        <Labelled words={say('call.until')}>
          <input class="form-control" type="time" name="until" value={form.until} />
        </Labelled>
      </div>
      <p class="text-secondary">{say('call.visit_hint')}</p>
    </section>
  )
}
