/** The page of a ticket in the console: facts, what one can do, the whole history. */
import { sayTime } from '../desk/tickets/say-time.ts'
import { isIn, OPEN_STATES } from '../desk/tickets/states.ts'
import { Empty, renderConsole } from './console-frame.tsx'
import type { Matter } from './matter.ts'
import { MatterActions } from './matter-actions.tsx'
import { Recategorise } from './matter-category.tsx'
import { Tell } from './matter-complaint.tsx'
import { Contractor } from './matter-contractor.tsx'
import { CallIn, Helpers } from './matter-help.tsx'
import { Links } from './matter-links.tsx'
import { Reopen } from './matter-reopen.tsx'
import { Clocks, Decisions, Events, Offers } from './matter-story.tsx'
import type { Say } from './say.ts'
import { detailRows, Facts, newsRows, PhoneFact, Photos, SitePhotos } from './ticket-parts.tsx'

export function renderMatter(matter: Matter): string {
  const { say, sheet, ticket, name, photos } = matter
  const isOpen = isIn(ticket.state, OPEN_STATES)
  return renderConsole({
    ...{ say, name, title: sheet.number, at: 'ticket', seesBoard: true },
    children: (
      <>
        <a href="/console" class="matter-back">
          ‹ {say('matter.back')}
        </a>
        <News matter={matter} />
        <header class="matter-head">
          <h1>{sheet.place || sheet.category}</h1>
          {sheet.urgent && <span class="badge bg-red text-red-fg">{say('ticket.urgent')}</span>}
          <span class="badge bg-azure text-azure-fg">{sheet.stateWords}</span>
          <span class="text-secondary">{sheet.number}</span>
        </header>
        <div class="matter-columns">
          <div class="matter-main">
            <MatterFacts matter={matter} />
            {photos.length > 0 && <Photos say={say} urls={photos} />}
            <SitePhotos say={say} photos={matter.sitePhotos} />
            <Events matter={matter} />
            <Helpers matter={matter} />
            <Offers matter={matter} />
            <Decisions matter={matter} />
          </div>
          <div class="matter-side">
            {isOpen && <MatterActions matter={matter} />}
            {matter.mayTell && <Tell matter={matter} />}
            {isOpen && matter.mayAssign && <CallIn matter={matter} />}
            <Recategorise matter={matter} />
            <Reopen matter={matter} />
            <Contractor matter={matter} />
            <Links matter={matter} />
            <Clocks matter={matter} />
          </div>
        </div>
      </>
    ),
  })
}

/** Why something was not done, each with words of its own: `matter.refused` in flows/_text/console.zh-CN.yaml. */
export const REFUSALS: readonly string[] = [
  'faster',
  'over',
  'not_yours',
  'wrong_state',
  'taken',
  'already',
  'same',
  'no_such_colleague',
  'several',
  'conflict',
  'who_wanted',
  'nobody',
  'no_handler',
  'too_many',
  'no_agreement',
  'contractor_wanted',
  'no_contractor',
  'reason_wanted',
  'given_already',
  'expired',
  'not_begun',
  'not_covered',
  'not_visited',
  'not_warranty',
  'no_order',
  'by_chat',
  'needs_consent',
  'noted_already',
  'no_words',
  'not_found',
  'self',
  'other_not_found',
  'other_unclear',
  'other_over',
  'other_merged',
  'other_kind',
  'danger',
  'not_merged',
  'waits',
  'has_money',
  'other_payer',
  'circle',
  'words_wanted',
  'not_complaint',
  'what_wanted',
  'news_wanted',
  'news_long',
  'news_same',
  'bad_date',
  'still_open',
  'category_wanted',
  'kind_fixed',
  'hazard_fixed',
  'same_category',
  'agreed_quote',
  'developer_has_it',
]

function News({ matter: { say, news, ticket, progress, rules } }: { readonly matter: Matter }) {
  if (news.refused) {
    const known = REFUSALS.includes(news.refused) ? news.refused : 'other'
    return (
      <div class="alert alert-warning" role="alert">
        {say(`matter.refused.${known}`, {
          most: rules.tickets.complaints.longest_news,
          days: rules.tickets.complaints.plan_days_ahead,
        })}
      </div>
    )
  }
  if (!news.news) return null
  const isCall = news.news === 'logged' || news.news === 'joined'
  return (
    <div class="alert alert-success" role="status">
      {say(`matter.news.${news.news}`, { number: ticket.number })}
      {isCall && ` ${say('call.next', { ...progress })}`}
    </div>
  )
}

function MatterFacts({ matter }: { readonly matter: Matter }) {
  const { say, sheet, ticket, holder, revealed, now, rules } = matter
  const priorities: Readonly<Record<string, string>> = rules.tickets.priorities
  const rows = [
    [say('matter.category'), sheet.category],
    ...detailRows(say, sheet),
    ...newsRows(say, sheet),
    [say('ticket.payer'), sheet.payer],
    [say('ticket.consent'), sheet.paid.consent],
    [say('ticket.lines'), sheet.paid.lines],
    [say('matter.priority'), priorities[ticket.priority] ?? ''],
    [say('matter.room'), ticket.roomCode ?? ''],
    [say('matter.reported'), sayTime(ticket.createdAt, now)],
    [say('ticket.appointment'), sheet.appointment],
    [say('matter.assignee'), holder || say('board.nobody')],
    [say('ticket.helpers'), sheet.helpers],
    [say('ticket.responder'), sheet.responder],
    [say('ticket.on_hold'), sheet.holdWords],
    [say('ticket.due'), sheet.nextBy],
    [say('ticket.contact'), sheet.contact],
  ] as const
  return (
    <section class="card">
      <div class="card-body">
        <p class="problem">{sheet.description}</p>
        <Facts rows={rows}>
          <PhoneFact
            {...{ say, revealed }}
            phone={sheet.phone}
            revealUrl={`/console/tickets/${ticket.id}/phone`}
          />
        </Facts>
      </div>
    </section>
  )
}

export function renderNoMatter(say: Say, name: string): string {
  const title = say('matter.none_title')
  return renderConsole({
    ...{ say, title, name, at: 'ticket', seesBoard: true },
    children: (
      <div class="card">
        <Empty title={title} words={say('matter.none')} />
        <a class="btn btn-primary console-middle" href="/console">
          {say('matter.back')}
        </a>
      </div>
    ),
  })
}
