/** The homes a number is known for, and what goes on there already: for whoever logs what a caller says. */
import { render } from 'preact-render-to-string'
import type { CallerHome } from '../desk/board/caller.ts'
import { phoneNumber } from '../desk/residents/phone-number.ts'
import type { Rules } from '../desk/rules.ts'
import type { Say } from './say.ts'

/** What is put below the number: the homes it is known for, and what goes on there already. */
export function renderHomes(
  say: Say,
  rules: Rules,
  { homes, phone }: { readonly homes: readonly CallerHome[]; readonly phone: string },
): string {
  if (!phoneNumber(phone)) return render(<p class="text-danger">{say('call.bad_phone')}</p>)
  if (homes.length === 0) return render(<p class="text-secondary">{say('call.no_homes')}</p>)
  return render(
    <fieldset>
      <legend class="form-label">{say('call.homes')}</legend>
      {homes.map((home) => (
        <div key={`${home.code}-${home.name}`}>
          <label class="form-check">
            <input
              class="form-check-input"
              type="radio"
              name="home"
              data-room={home.code}
              data-name={home.name}
            />
            <span class="form-check-label">
              {say('call.pick', { label: home.label, name: home.name })}
            </span>
          </label>
          {home.open.length > 0 && (
            <div class="alert alert-warning">
              {say('call.open_here')}
              <ul>
                {home.open.map((ticket) => (
                  <li key={ticket.id}>
                    <a href={`/console/tickets/${ticket.id}`} target="_blank" rel="noopener">
                      {ticket.number}
                    </a>{' '}
                    {rules.tickets.states[ticket.state].words}　{ticket.description.slice(0, 40)}
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      ))}
    </fieldset>,
  )
}
