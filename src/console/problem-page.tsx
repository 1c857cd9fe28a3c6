/** The page of recurring faults: the open ones with the form for cause and cure, then what was found out before. */
import type { Problem } from '../desk/problems/problem.ts'
import { sayTime } from '../desk/tickets/say-time.ts'
import { Labelled } from './board-page.tsx'
import { Empty, renderConsole } from './console-frame.tsx'
import type { Say } from './say.ts'

export interface ProblemsPage {
  readonly say: Say
  readonly name: string
  readonly now: Date
  readonly problems: readonly Problem[]
  /** May write down cause and cure. */
  readonly mayClose: boolean
  readonly maxChars: number
  /** What was done, or why not, by the name of its words; empty for nothing. */
  readonly news: string
  readonly refused: string
  /** Of the forms on this page: each does its thing once. */
  readonly key: string
  /** What was typed for one of them and is not lost. */
  readonly typed: { readonly id: string; readonly cause: string; readonly action: string }
}

export function renderProblems(page: ProblemsPage): string {
  const { say, name, problems, news, refused } = page
  return renderConsole({
    ...{ say, name, title: say('problems.title'), at: 'problems', seesBoard: true },
    children: (
      <>
        {refused && (
          <div class="alert alert-warning" role="alert">
            {say(`problems.refused.${refused}`)}
          </div>
        )}
        {news && (
          <div class="alert alert-success" role="status">
            {say('problems.closed')}
          </div>
        )}
        {problems.length === 0 && (
          <div class="card">
            <Empty title={say('problems.title')} words={say('problems.none')} />
          </div>
        )}
        {problems.map((problem) => (
          <One key={problem.id} page={page} problem={problem} />
        ))}
      </>
    ),
  })
}

interface Part {
  readonly page: ProblemsPage
  readonly problem: Problem
}

function One({ page, problem }: Part) {
  const { say, now, mayClose } = page
  const { place, category, tickets, state, windowDays, rootCause, action } = problem
  const reworks = tickets.reduce((sum, one) => sum + one.reworks, 0)
  const isOpen = state === 'open'
  return (
    <section class="card">
      <div class="card-body matter-actions">
        <h2>
          {place} {category}
        </h2>
        <p>
          <span class={isOpen ? 'badge bg-red text-red-fg' : 'badge bg-azure-lt'}>
            {say('problems.state', { open: isOpen })}
          </span>{' '}
          {say('problems.count', { count: tickets.length, days: windowDays, reworks })}
        </p>
        <ul class="story">
          {tickets.map((ticket) => (
            <li key={ticket.id}>
              <time dateTime={ticket.at.toISOString()}>{sayTime(ticket.at, now)}</time>
              <a href={`/console/tickets/${ticket.id}`}>
                {ticket.number} <span class="text-secondary">{ticket.stateWords}</span>
              </a>
            </li>
          ))}
        </ul>
        {rootCause && <p>{say('problems.found', { cause: rootCause, action: action ?? '' })}</p>}
        {isOpen && mayClose && <Close page={page} problem={problem} />}
      </div>
    </section>
  )
}

function Close({ page: { say, maxChars, typed, key }, problem }: Part) {
  const mine = typed.id === problem.id ? typed : { cause: '', action: '' }
  return (
    <form method="post" action={`/console/problems/${problem.id}/close`}>
      <input type="hidden" name="key" value={key} />
      <Words name="cause" words={say('problems.cause')} value={mine.cause} most={maxChars} />
      <Words name="action" words={say('problems.action')} value={mine.action} most={maxChars} />
      <button class="btn btn-primary w-100" type="submit">
        {say('problems.close')}
      </button>
    </form>
  )
}

interface Asked {
  readonly name: string
  readonly words: string
  readonly value: string
  /** Characters. */
  readonly most: number
}

function Words({ name, words, value, most }: Asked) {
  return (
    <Labelled words={words}>
      <textarea class="form-control" name={name} rows={2} required maxLength={most} value={value} />
    </Labelled>
  )
}
