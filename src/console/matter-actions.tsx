/** What can be done with a ticket from its page: give it to somebody, take it on, add a remark. */
import type { Worker } from '../desk/staff/workers.ts'
import { Labelled } from './board-page.tsx'
import type { Matter } from './matter.ts'
import type { Say } from './say.ts'

export function MatterActions({ matter }: { readonly matter: Matter }) {
  const { say, mayAssign, mayTakeOver } = matter
  return (
    <section class="card">
      <div class="card-body matter-actions">
        <h2>{say('matter.actions')}</h2>
        {mayAssign && <Assign matter={matter} />}
        {mayTakeOver && <Take matter={matter} />}
        {!mayAssign && !mayTakeOver && <p>{say('matter.no_actions')}</p>}
        <Note matter={matter} />
      </div>
    </section>
  )
}

function Assign({ matter }: { readonly matter: Matter }) {
  const { say, ticket, workers } = matter
  return (
    <form method="post" action={`/console/tickets/${ticket.id}/assign`}>
      <FormKeys matter={matter} />
      <Labelled words={say('matter.assign_to')}>
        <select class="form-select" name="to" required>
          <option value="">{say('matter.choose')}</option>
          {workers.map((worker) => (
            <option
              key={worker.staffId}
              value={worker.id}
              disabled={worker.staffId === ticket.assigneeId}
            >
              {workerWords(say, worker)}
            </option>
          ))}
        </select>
      </Labelled>
      <button class="btn btn-primary w-100" type="submit">
        {say('matter.assign_button')}
      </button>
    </form>
  )
}

function workerWords(say: Say, { name, trades, on_duty }: Worker): string {
  return say(on_duty ? 'matter.on_duty' : 'matter.off_duty', { name, trades })
}

function Take({ matter }: { readonly matter: Matter }) {
  const { say, ticket } = matter
  return (
    <form method="post" action={`/console/tickets/${ticket.id}/take`}>
      <FormKeys matter={matter} />
      <button class="btn w-100" type="submit">
        {say('matter.take')}
      </button>
    </form>
  )
}

function Note({ matter }: { readonly matter: Matter }) {
  const { say, ticket, rules, news } = matter
  return (
    <form method="post" action={`/console/tickets/${ticket.id}/note`}>
      <FormKeys matter={matter} />
      <Labelled words={say('matter.note_label')}>
        <textarea
          class="form-control"
          name="text"
          rows={2}
          required
          maxLength={rules.tickets.max_chars}
          value={news.refusedAct === 'note' ? news.typed : ''}
        />
      </Labelled>
      <button class="btn w-100" type="submit">
        {say('matter.note_button')}
      </button>
    </form>
  )
}

/** The form is good once, and for the ticket as it is on this page. */
export function FormKeys({ matter: { key, ticket } }: { readonly matter: Matter }) {
  return (
    <>
      <input type="hidden" name="key" value={key} />
      <input type="hidden" name="version" value={String(ticket.version)} />
    </>
  )
}
