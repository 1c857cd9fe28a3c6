/** What a technician finds at the console's address: the tickets in their own hands, those they help with, and those they answer for. */
import { inHandOf } from '../desk/tickets/staff-tickets.ts'
import { lineOf } from '../desk/tickets/ticket-lines.ts'
import { Empty, renderConsole } from './console-frame.tsx'
import { type ConsoleDeps, type Visit, workAs } from './console-visit.ts'
import type { Say } from './say.ts'

interface Job {
  readonly line: ReturnType<typeof lineOf>
  readonly url: string
  /** Somebody else has it, and they were called to help. */
  readonly helps: boolean
  /** Somebody else has it, and they answer for it from its first word. */
  readonly first: boolean
}

export async function showOwnJobs(deps: ConsoleDeps, { visitor }: Visit): Promise<readonly Job[]> {
  const found: Job[] = []
  for (const member of visitor.members) {
    const jobs = await workAs(deps, member, async (work) =>
      (await inHandOf(work, member)).map(({ ticket, helps, first }) => ({
        ...{ line: lineOf(work, ticket), helps, first },
        url: new URL(deps.links.ticketPage(ticket.id, member.id)).pathname,
      })),
    )
    found.push(...jobs)
  }
  return found
}

export function renderOwnJobs(say: Say, name: string, jobs: readonly Job[]): string {
  const title = say('board.mine_title')
  return renderConsole({
    ...{ say, title, name, at: 'board', seesBoard: false },
    children: (
      <>
        <h1>{title}</h1>
        <div class="card">
          {jobs.length === 0 ? (
            <Empty title={say('board.mine_none_title')} words={say('board.mine_none')} />
          ) : (
            <ol class="board-rows">
              {jobs.map(({ line, url, helps, first }) => (
                <li key={line.number}>
                  <a class="board-row" href={url}>
                    <span class="board-where">
                      {line.urgent && (
                        <span class="badge bg-red text-red-fg">{say('board.urgent')}</span>
                      )}{' '}
                      {helps && <span class="badge bg-secondary-lt">{say('ticket.helpers')}</span>}{' '}
                      {first && <span class="badge bg-azure">{say('board.mine_first')}</span>}{' '}
                      <strong>{line.place}</strong>
                      <span class="text-secondary board-number">{line.number}</span>
                    </span>
                    <span class="board-what">{line.title}</span>
                    <span class="badge bg-azure-lt board-state">{line.state_words}</span>
                  </a>
                </li>
              ))}
            </ol>
          )}
        </div>
      </>
    ),
  })
}

/** An address with a page that nobody was given. */
export function renderBadPage(say: Say, name: string, to: string): string {
  const title = say('board.bad_page_title')
  return renderConsole({
    ...{ say, title, name, at: 'board', seesBoard: true },
    children: (
      <div class="card">
        <Empty title={title} words={say('board.bad_page')} />
        <a class="btn btn-primary console-middle" href={to}>
          {say('board.first')}
        </a>
      </div>
    ),
  })
}
