/** Who helps with a ticket beside whoever has it: the list, calling in more, and sending off. */
import type { HelperLine } from '../desk/tickets/help/helper-lines.ts'
import { sayTime } from '../desk/tickets/say-time.ts'
import { Labelled } from './board-page.tsx'
import type { Matter } from './matter.ts'
import { FormKeys } from './matter-actions.tsx'

export function Helpers({ matter }: { readonly matter: Matter }) {
  const { say, helpers } = matter
  if (helpers.length === 0) return null
  return (
    <section class="card">
      <div class="card-body">
        <h2>{say('matter.helpers')}</h2>
        <ul class="story helpers">
          {helpers.map((line) => (
            <Helper key={line.id} matter={matter} line={line} />
          ))}
        </ul>
      </div>
    </section>
  )
}

function Helper({ matter, line }: { readonly matter: Matter; readonly line: HelperLine }) {
  const { say, now, ticket, mayAssign } = matter
  const isOn = line.state !== 'ended'
  return (
    <li>
      <time dateTime={line.at.toISOString()}>{sayTime(line.at, now)}</time>
      <div>
        <strong>{line.name}</strong>{' '}
        <span class={isOn ? 'badge bg-azure-lt' : 'badge bg-secondary-lt'}>
          {say('matter.helper_state', { state: line.outcome ?? line.state })}
        </span>
        <p class="text-secondary">
          {say('matter.helper_by', { by: line.by })}
          {line.words && `：${line.words}`}
        </p>
        {isOn && mayAssign && (
          <form method="post" action={`/console/tickets/${ticket.id}/off`}>
            <FormKeys matter={matter} />
            <input type="hidden" name="to" value={line.id} />
            <button class="btn btn-sm" type="submit">
              {say('matter.send_off')}
            </button>
          </form>
        )}
      </div>
    </li>
  )
}

export function CallIn({ matter }: { readonly matter: Matter }) {
  const { say, ticket, callable, rules, news } = matter
  if (callable.length === 0) return null
  return (
    <section class="card">
      <div class="card-body matter-actions">
        <h2>{say('matter.call_in')}</h2>
        <form method="post" action={`/console/tickets/${ticket.id}/call`}>
          <FormKeys matter={matter} />
          <Labelled words={say('matter.call_who')}>
            <select class="form-select" name="to" required>
              <option value="">{say('matter.choose')}</option>
              {callable.map(({ id, name, trades, on_duty }) => (
                <option
                  key={id}
                  value={id}
                  selected={news.refusedAct === 'call' && news.chosen === id}
                >
                  {say(on_duty ? 'matter.on_duty' : 'matter.off_duty', { name, trades })}
                </option>
              ))}
            </select>
          </Labelled>
          <Labelled words={say('matter.call_why')}>
            <input
              class="form-control"
              name="text"
              maxLength={rules.tickets.longest_reason}
              placeholder={say('matter.call_why_hint')}
              value={news.refusedAct === 'call' ? news.typed : ''}
            />
          </Labelled>
          <button class="btn w-100" type="submit">
            {say('matter.call_button')}
          </button>
        </form>
        <p class="text-secondary matter-hint">{say('matter.call_hint')}</p>
      </div>
    </section>
  )
}
