/** The part of the board that keeps itself up to date: counts by state, and the tickets. */
import { createHash } from 'node:crypto'
import type { VNode } from 'preact'
import { render } from 'preact-render-to-string'
import { GROUPS } from '../desk/board/board-groups.ts'
import type { After, BoardFilter, BoardPage, BoardRow } from '../desk/board/board-rows.ts'
import type { Rules } from '../desk/rules.ts'
import { boardUrl, searchOf } from './board-query.ts'
import { Empty } from './console-frame.tsx'
import { dueWords } from './due-words.ts'
import type { Say } from './say.ts'

export interface LiveBoard {
  readonly say: Say
  readonly rules: Rules
  readonly now: Date
  readonly filter: BoardFilter
  readonly after: After | null
  readonly page: BoardPage
  /** A line each; empty for whoever does not answer for the flow files. */
  readonly flowProblems: readonly string[]
}

/** `mark` stands for all there is to see: an open board that has it already is told nothing. */
export interface Live {
  readonly mark: string
  readonly element: VNode
  readonly html: string
}

export function liveBoard(board: LiveBoard): Live {
  const mark = createHash('sha256')
    .update(render(<Inside board={board} />))
    .digest('base64url')
  const element = <Region board={board} mark={mark} />
  return { mark, element, html: render(element) }
}

function Region({ board, mark }: { readonly board: LiveBoard; readonly mark: string }) {
  const { filter, after, rules } = board
  const query = new URLSearchParams(searchOf(filter, after))
  query.set('seen', mark)
  return (
    <section
      id="live"
      hx-get={`/console/live?${query}`}
      hx-trigger={`every ${rules.board.refresh_seconds}s`}
      hx-swap="outerHTML"
    >
      <Inside board={board} />
    </section>
  )
}

/** As many as an author mends at a time: one slip often makes several. */
const LINES_SHOWN = 5

function FlowProblems({ say, lines }: { readonly say: Say; readonly lines: readonly string[] }) {
  if (lines.length === 0) return null
  return (
    <div class="alert alert-danger board-flows" role="alert">
      <p>{say('board.flows_broken', { count: lines.length })}</p>
      <ul>
        {lines.slice(0, LINES_SHOWN).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  )
}

function Inside({ board }: { readonly board: LiveBoard }) {
  const { say, filter, after, page } = board
  const isSearch = isSearching(filter)
  return (
    <>
      <FlowProblems say={say} lines={board.flowProblems} />
      {isSearch ? <Searched board={board} /> : <Tabs board={board} />}
      <div class="card">
        {page.rows.length === 0 ? (
          <Empty
            title={say(isSearch ? 'board.none_found_title' : 'board.none_title')}
            words={say(isSearch ? 'board.none_found' : 'board.none')}
          />
        ) : (
          <ol class="board-rows">
            {page.rows.map((row) => (
              <Row key={row.ticket.id} board={board} row={row} />
            ))}
          </ol>
        )}
      </div>
      <nav class="board-pages">
        {after && (
          <a class="btn" id="first-page" href={boardUrl(filter)}>
            {say('board.first')}
          </a>
        )}
        {page.next && (
          <a class="btn" id="next-page" href={boardUrl(filter, page.next)}>
            {say('board.more')}
          </a>
        )}
      </nav>
    </>
  )
}

function isSearching({ search }: BoardFilter): boolean {
  return search.text !== '' || search.phoneHash !== ''
}

function Searched({ board: { say, filter } }: { readonly board: LiveBoard }) {
  const { text } = filter.search
  return (
    <p class="board-found">
      <strong>{text ? say('board.found', { text }) : say('board.found_phone')}</strong>{' '}
      <a href={boardUrl({ ...filter, search: { text: '', phoneHash: '' } })}>
        {say('board.clear')}
      </a>
    </p>
  )
}

function Tabs({ board: { say, filter, page } }: { readonly board: LiveBoard }) {
  const late = page.late
  return (
    <div class="board-tabs">
      <ul class="nav nav-pills">
        {GROUPS.map((group) => (
          <li key={group} class="nav-item">
            <a
              id={`group-${group}`}
              class={group === filter.group ? 'nav-link active' : 'nav-link'}
              aria-current={group === filter.group ? 'true' : undefined}
              href={boardUrl({ ...filter, group })}
            >
              {say(`board.groups.${group}`)}
              {group !== 'ended' && <span class="board-count">{page.counts[group]}</span>}
            </a>
          </li>
        ))}
      </ul>
      <span class={late > 0 ? 'badge bg-red text-red-fg' : 'badge bg-green-lt'}>
        {late > 0 ? say('board.late_count', { count: late }) : say('board.late_none')}
      </span>
    </div>
  )
}

function Row({ board, row }: { readonly board: LiveBoard; readonly row: BoardRow }) {
  const { say, rules, now } = board
  const { ticket, assignee, dueAt } = row
  const due = dueWords(say, dueAt, { now, nearMinutes: rules.board.near_minutes })
  const category = rules.categories.byId.get(ticket.category)?.name ?? ''
  return (
    <li>
      <a
        class={`board-row is-${due.tone}`}
        id={`row-${ticket.id}`}
        href={`/console/tickets/${ticket.id}`}
      >
        <span class="board-where">
          {ticket.priority === 'urgent' && (
            <span class="badge bg-red text-red-fg">{say('board.urgent')}</span>
          )}{' '}
          <strong>{ticket.place || category}</strong>
          <span class="text-secondary board-number">{ticket.number}</span>
        </span>
        <span class="board-what">
          {ticket.description}
          <span class="text-secondary"> {category}</span>
        </span>
        <span class="badge bg-azure-lt board-state">
          {rules.tickets.states[ticket.state].words}
        </span>
        <span class={assignee ? 'board-who' : 'board-who text-secondary'}>
          {assignee || say('board.nobody')}
        </span>
        <span class={`board-due is-${due.tone}`}>{due.words}</span>
      </a>
    </li>
  )
}
