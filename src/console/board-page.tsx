/** The first page of the console: search, filter, and the live board. */
import type { ComponentChildren } from 'preact'
import type { BoardFilter } from '../desk/board/board-rows.ts'
import type { Live } from './board-live.tsx'
import { renderConsole } from './console-frame.tsx'
import type { Say } from './say.ts'

interface Choice {
  readonly value: string
  readonly words: string
}

export interface Choices {
  readonly projects: readonly Choice[]
  readonly kinds: readonly Choice[]
  readonly buildings: readonly Choice[]
  readonly people: readonly Choice[]
}

export interface BoardView {
  readonly say: Say
  readonly name: string
  readonly filter: BoardFilter
  readonly choices: Choices
  readonly live: Live
}

export function renderBoard({ say, name, filter, choices, live }: BoardView): string {
  return renderConsole({
    ...{ say, name, at: 'board', seesBoard: true },
    title: say('board.title'),
    children: (
      <>
        <h1 class="visually-hidden">{say('board.title')}</h1>
        <div class="board-tools">
          <Search say={say} filter={filter} />
          <Filter say={say} filter={filter} choices={choices} />
        </div>
        {live.element}
      </>
    ),
  })
}

/** Sent by POST: a phone that is typed here stands in no address. */
function Search({ say, filter }: { readonly say: Say; readonly filter: BoardFilter }) {
  return (
    <form class="input-group board-search" method="post" action="/console/search">
      <Hidden name="project" value={filter.projectId} />
      <input
        class="form-control"
        type="search"
        name="q"
        value={filter.search.text}
        placeholder={say('board.search_hint')}
        aria-label={say('board.search_label')}
        autocomplete="off"
        maxLength={60}
      />
      <button class="btn btn-primary" type="submit">
        {say('board.search')}
      </button>
    </form>
  )
}

function Filter(props: {
  readonly say: Say
  readonly filter: BoardFilter
  readonly choices: Choices
}) {
  const { say, filter, choices } = props
  const isNarrow = Boolean(
    filter.projectId ||
      filter.kind ||
      filter.building ||
      filter.assigneeId ||
      filter.lateOnly ||
      filter.freeOnly,
  )
  return (
    <details class="board-filter" open={isNarrow}>
      <summary class="btn">{say('board.filter')}</summary>
      <form class="card card-body" method="get" action="/console">
        <Hidden name="group" value={filter.group} />
        <Hidden name="q" value={filter.search.text} />
        <Hidden name="tel" value={filter.search.phoneHash} />
        {choices.projects.length > 1 && (
          <Pick say={say} name="project" value={filter.projectId} choices={choices.projects} />
        )}
        <Pick say={say} name="kind" value={filter.kind} choices={choices.kinds} />
        <Pick say={say} name="building" value={filter.building} choices={choices.buildings} />
        <Pick say={say} name="person" value={filter.assigneeId} choices={choices.people} />
        <Tick name="late" isOn={filter.lateOnly} words={say('board.late_only')} />
        <Tick name="free" isOn={filter.freeOnly} words={say('board.free_only')} />
        <div class="btn-list">
          <button class="btn btn-primary" type="submit">
            {say('board.apply')}
          </button>
          <a class="btn" href="/console">
            {say('board.reset')}
          </a>
        </div>
      </form>
    </details>
  )
}

function Hidden({ name, value }: { readonly name: string; readonly value: string }) {
  return value ? <input type="hidden" name={name} value={value} /> : null
}

function Pick(props: {
  readonly say: Say
  readonly name: string
  readonly value: string
  readonly choices: readonly Choice[]
}) {
  const { say, name, value, choices } = props
  return (
    <Labelled words={say(`board.${name}`)}>
      <select class="form-select" name={name}>
        <option value="">{say('board.any')}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.words}
          </option>
        ))}
      </select>
    </Labelled>
  )
}

function Tick(props: { readonly name: string; readonly isOn: boolean; readonly words: string }) {
  return (
    <label class="form-check">
      <input
        class="form-check-input"
        type="checkbox"
        name={props.name}
        value="1"
        checked={props.isOn}
      />
      <span class="form-check-label">{props.words}</span>
    </label>
  )
}

export function Labelled(props: { readonly words: string; readonly children: ComponentChildren }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child
    <label class="form-label console-field">
      <span>{props.words}</span>
      {props.children}
    </label>
  )
}
