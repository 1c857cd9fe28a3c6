/** What a ticket hangs together with, and the forms that merge, split, wait and take apart. */
import type { LinkedTicket } from '../desk/tickets/linked-tickets.ts'
import { isIn, OPEN_STATES } from '../desk/tickets/states.ts'
import { Labelled } from './board-page.tsx'
import type { Matter } from './matter.ts'
import { FormKeys } from './matter-actions.tsx'

export function Links({ matter }: { readonly matter: Matter }) {
  const { say, ticket, linked, mayLink } = matter
  const isOpen = isIn(ticket.state, OPEN_STATES)
  const isMerged = ticket.state === 'MERGED'
  if (linked.length === 0 && !(mayLink && isOpen)) return null
  return (
    <section class="card">
      <div class="card-body matter-actions">
        <h2>{say('matter.links')}</h2>
        {linked.length > 0 && (
          <ul class="story">
            {linked.map((one) => (
              <Linked key={`${one.kind}-${one.id}`} matter={matter} one={one} />
            ))}
          </ul>
        )}
        {mayLink && isOpen && <Numbered matter={matter} act="merge" />}
        {mayLink && isOpen && <Split matter={matter} />}
        {mayLink && isOpen && <Numbered matter={matter} act="wait" />}
        {mayLink && isMerged && <Button matter={matter} act="unmerge" />}
      </div>
    </section>
  )
}

function Linked({ matter: { say }, one }: { readonly matter: Matter; readonly one: LinkedTicket }) {
  return (
    <li>
      <span>{say('matter.link', { kind: one.kind })}</span>
      <a href={`/console/tickets/${one.id}`}>
        {one.number} <span class="text-secondary">{one.stateWords}</span>
      </a>
    </li>
  )
}

/** A form that names another ticket. */
function Numbered({ matter, act }: { readonly matter: Matter; readonly act: 'merge' | 'wait' }) {
  const { say, ticket, news } = matter
  return (
    <form method="post" action={`/console/tickets/${ticket.id}/${act}`}>
      <FormKeys matter={matter} />
      <Labelled words={say(`matter.${act}_label`)}>
        <input
          class="form-control"
          name="to"
          required
          maxLength={40}
          value={news.refusedAct === act ? news.chosen : ''}
          placeholder={say('matter.number_hint')}
        />
      </Labelled>
      <button class="btn w-100" type="submit">
        {say(`matter.${act}_button`)}
      </button>
    </form>
  )
}

function Split({ matter }: { readonly matter: Matter }) {
  const { say, ticket, rules, news } = matter
  return (
    <form method="post" action={`/console/tickets/${ticket.id}/split`}>
      <FormKeys matter={matter} />
      <Labelled words={say('matter.split_label')}>
        <input
          class="form-control"
          name="text"
          required
          maxLength={rules.tickets.max_chars}
          value={news.refusedAct === 'split' ? news.typed : ''}
        />
      </Labelled>
      <button class="btn w-100" type="submit">
        {say('matter.split_button')}
      </button>
    </form>
  )
}

function Button({ matter, act }: { readonly matter: Matter; readonly act: 'unmerge' }) {
  const { say, ticket } = matter
  return (
    <form method="post" action={`/console/tickets/${ticket.id}/${act}`}>
      <FormKeys matter={matter} />
      <button class="btn w-100" type="submit">
        {say(`matter.${act}_button`)}
      </button>
    </form>
  )
}
