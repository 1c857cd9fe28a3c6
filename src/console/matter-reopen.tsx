/** The form for a finished ticket of which somebody says that it is not mended. */
import { sayDay } from '../desk/tickets/say-time.ts'
import { FINISHED_STATES, isIn } from '../desk/tickets/states.ts'
import { Labelled } from './board-page.tsx'
import type { Matter } from './matter.ts'
import { FormKeys } from './matter-actions.tsx'

export function Reopen({ matter }: { readonly matter: Matter }) {
  const { say, ticket, rules, news, now, reopenUntil, mayCorrect } = matter
  if (!mayCorrect || !isIn(ticket.state, FINISHED_STATES)) return null
  return (
    <section class="card">
      <div class="card-body matter-actions">
        <h2>{say('matter.reopen')}</h2>
        <p class="text-secondary">
          {reopenUntil
            ? say('matter.reopen_same', { until: sayDay(reopenUntil, now) })
            : say('matter.reopen_anew')}
        </p>
        <form method="post" action={`/console/tickets/${ticket.id}/reopen`}>
          <FormKeys matter={matter} />
          <Labelled words={say('matter.reopen_label')}>
            <textarea
              class="form-control"
              name="text"
              rows={2}
              required
              maxLength={rules.tickets.longest_reason}
              value={news.refusedAct === 'reopen' ? news.typed : ''}
            />
          </Labelled>
          <button class="btn w-100" type="submit">
            {say('matter.reopen_button')}
          </button>
        </form>
      </div>
    </section>
  )
}
