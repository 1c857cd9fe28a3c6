/** Parts of the pages about a ticket that staff and owners see alike. */
import { TZDate } from '@date-fns/tz'
import { format } from 'date-fns'
import type { ComponentChildren, VNode } from 'preact'
import type { TicketSheet } from '../desk/tickets/ticket-sheet.ts'

const ZONE = 'Asia/Shanghai'

/** Lines of a label and a value; those without a value are left out. */
export function Facts(props: {
  readonly rows: readonly (readonly [string, string])[]
  readonly children?: ComponentChildren
}): VNode {
  return (
    <dl class="facts">
      {props.rows
        .filter(([, value]) => value !== '')
        .map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      {props.children}
    </dl>
  )
}

export function Photos({ urls }: { readonly urls: readonly string[] }): VNode {
  return (
    <section class="photos">
      {urls.map((url, at) => (
        <a key={url} href={url}>
          <img src={url} alt={`照片${at + 1}`} loading="lazy" />
        </a>
      ))}
    </section>
  )
}

export function History({ history }: Pick<TicketSheet, 'history'>): VNode {
  return (
    <section class="card">
      <div class="card-body">
        <h2>经过</h2>
        <ol class="history">
          {history.map(({ at, words }) => (
            <li key={`${at.getTime()}-${words}`}>
              <time dateTime={at.toISOString()}>
                {format(new TZDate(at, ZONE), 'M月d日 HH:mm')}
              </time>
              {words}
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
