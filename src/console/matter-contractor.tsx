/** A contractor on a ticket's page: giving it to a firm, taking it back, and noting what a firm that is phoned says. */
import type { ShownOrder } from '../desk/contractors/contractor-side.ts'
import { sayTime } from '../desk/tickets/say-time.ts'
import { Labelled } from './board-page.tsx'
import type { Matter } from './matter.ts'
import { FormKeys } from './matter-actions.tsx'

export function Contractor({ matter }: { readonly matter: Matter }) {
  const { say, contractor } = matter
  const { firms, order } = contractor
  if (!order && firms.length === 0) return null
  return (
    <section class="card">
      <div class="card-body matter-actions">
        <h2>{say('matter.contractor.title')}</h2>
        {order ? <Order matter={matter} order={order} /> : <Give matter={matter} />}
      </div>
    </section>
  )
}

function Give({ matter }: { readonly matter: Matter }) {
  const { say, contractor, news } = matter
  const isRefused = news.refusedAct === 'contractor-give'
  return (
    <form method="post" action={addressOf(matter, 'give')}>
      <FormKeys matter={matter} />
      <Labelled words={say('matter.contractor.firm')}>
        <select class="form-select" name="to" required>
          <option value="">{say('matter.choose')}</option>
          {contractor.firms.map(({ id, name, trades }) => (
            <option key={id} value={id} selected={isRefused && news.chosen === id}>
              {say('matter.contractor.option', { name, trades })}
            </option>
          ))}
        </select>
      </Labelled>
      <Words matter={matter} label="why" acts={['give']} />
      <button class="btn w-100" type="submit">
        {say('matter.contractor.give')}
      </button>
      <p class="text-secondary matter-hint">{say('matter.contractor.give_hint')}</p>
    </form>
  )
}

interface OrderPart {
  readonly matter: Matter
  readonly order: ShownOrder
}

function Order({ matter, order }: OrderPart) {
  const { say, now } = matter
  const { firm, contact, phone, reason, member, state, givenAt, mayStep, mayFinish } = order
  const isPhoned = member === ''
  return (
    <>
      <div>
        <strong>{firm}</strong>{' '}
        <span class="badge bg-azure-lt">{say('matter.contractor.state', { state })}</span>
        <p class="text-secondary matter-hint">
          {say('matter.contractor.given', { at: sayTime(givenAt, now), reason })}
        </p>
        <p class="matter-hint">
          {isPhoned ? contact : say('matter.contractor.in_chat', { member })}{' '}
          {phone && <a href={`tel:${phone}`}>{phone}</a>}
        </p>
      </div>
      {mayStep && isPhoned && <Steps matter={matter} order={order} />}
      {mayFinish && isPhoned && state !== 'checking' && <Finished matter={matter} />}
      {mayStep && <Back matter={matter} isPhoned={isPhoned} />}
    </>
  )
}

/** What needs no words. */
function Steps({ matter, order: { state, mayFinish } }: OrderPart) {
  const { say } = matter
  const steps = [
    ...(state === 'given' ? ['took'] : []),
    ...(['given', 'accepted'].includes(state) && mayFinish ? ['came'] : []),
  ]
  return (
    <>
      {steps.map((step) => (
        <form key={step} method="post" action={addressOf(matter, step)}>
          <FormKeys matter={matter} />
          <button class="btn w-100" type="submit">
            {say(`matter.contractor.${step}`)}
          </button>
        </form>
      ))}
    </>
  )
}

function Finished({ matter }: { readonly matter: Matter }) {
  return (
    <form method="post" action={addressOf(matter, 'finished')}>
      <FormKeys matter={matter} />
      <Words matter={matter} label="what" acts={['finished']} />
      <button class="btn w-100" type="submit">
        {matter.say('matter.contractor.finished')}
      </button>
    </form>
  )
}

/** One reason for both: the firm does not do it, or the house does not want it to. */
function Back({ matter, isPhoned }: { readonly matter: Matter; readonly isPhoned: boolean }) {
  const { say } = matter
  return (
    <form method="post" action={addressOf(matter, 'recall')}>
      <FormKeys matter={matter} />
      <Words matter={matter} label="back_why" acts={['recall', 'returned']} />
      {isPhoned && (
        <button class="btn w-100" type="submit" formaction={addressOf(matter, 'returned')}>
          {say('matter.contractor.returned')}
        </button>
      )}
      <button class="btn w-100" type="submit">
        {say('matter.contractor.recall')}
      </button>
    </form>
  )
}

/** What was typed into this form and refused stands in it again. */
function Words({
  matter: { say, news, rules },
  label,
  acts,
}: {
  readonly matter: Matter
  readonly label: string
  readonly acts: readonly string[]
}) {
  const isRefused = acts.some((act) => news.refusedAct === `contractor-${act}`)
  return (
    <Labelled words={say(`matter.contractor.${label}`)}>
      <input
        class="form-control"
        name="text"
        required
        maxLength={rules.tickets.longest_reason}
        value={isRefused ? news.typed : ''}
      />
    </Labelled>
  )
}

function addressOf({ ticket }: Matter, act: string): string {
  return `/console/tickets/${ticket.id}/contractor-${act}`
}
