/** The form that corrects what a ticket is about. */
import { leavesOf } from '../desk/tickets/category-choices.ts'
import type { TicketKind } from '../desk/tickets/kinds.ts'
import { isIn, OPEN_STATES } from '../desk/tickets/states.ts'
import { Labelled } from './board-page.tsx'
import type { Matter } from './matter.ts'
import { FormKeys } from './matter-actions.tsx'

export function Recategorise({ matter }: { readonly matter: Matter }) {
  const { say, ticket, rules, mayCorrect } = matter
  const isDanger = rules.categories.byId.get(ticket.category)?.hazard ?? false
  if (!mayCorrect || isDanger || !isIn(ticket.state, OPEN_STATES)) return null
  const leaves = leavesOf(rules.categories, ticket.kind as TicketKind)
  return (
    <section class="card">
      <div class="card-body matter-actions">
        <h2>{say('matter.recategorise')}</h2>
        <form method="post" action={`/console/tickets/${ticket.id}/category`}>
          <FormKeys matter={matter} />
          <Labelled words={say('matter.category_to')}>
            <select class="form-select" name="to" required>
              <option value="">{say('matter.choose')}</option>
              {leaves.map(({ id, path }) => (
                <option key={id} value={id} disabled={id === ticket.category}>
                  {path}
                </option>
              ))}
            </select>
          </Labelled>
          <button class="btn w-100" type="submit">
            {say('matter.category_button')}
          </button>
        </form>
      </div>
    </section>
  )
}
