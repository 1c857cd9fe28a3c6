/** Answering whoever complains, from the page of a ticket: a reply, a plan, a result. */
import { newsOf, owedNews } from '../desk/tickets/complaint-clocks.ts'
import { COMPLAINT_NEWS } from '../desk/tickets/rules.ts'
import { Labelled } from './board-page.tsx'
import type { Matter } from './matter.ts'
import { FormKeys } from './matter-actions.tsx'

export function Tell({ matter }: { readonly matter: Matter }) {
  const { say, ticket, rules, news } = matter
  const { news: words, longest_news } = rules.tickets.complaints
  const [owed] = owedNews(ticket).flatMap((clock) => newsOf(clock) ?? [])
  const isAgain = news.refusedAct === 'tell'
  const chosen = isAgain && news.chosen ? news.chosen : owed
  return (
    <section class="card">
      <div class="card-body matter-actions">
        <h2>{say('matter.tell.title')}</h2>
        <form method="post" action={`/console/tickets/${ticket.id}/tell`}>
          <FormKeys matter={matter} />
          <Labelled words={say('matter.tell.what')}>
            <select class="form-select" name="to" required>
              {COMPLAINT_NEWS.map((what) => (
                <option key={what} value={what} selected={what === chosen}>
                  {words[what].words}
                </option>
              ))}
            </select>
          </Labelled>
          <Labelled words={say('matter.tell.words')}>
            <textarea
              class="form-control"
              name="text"
              rows={3}
              required
              maxLength={longest_news}
              value={isAgain ? news.typed : ''}
            />
          </Labelled>
          <Labelled words={say('matter.tell.by')}>
            <input class="form-control" type="date" name="day" />
          </Labelled>
          <p class="text-secondary">
            {say('matter.tell.hint', { owed: owed ? words[owed].words : '' })}
          </p>
          <button class="btn btn-primary w-100" type="submit">
            {say('matter.tell.button')}
          </button>
        </form>
      </div>
    </section>
  )
}
