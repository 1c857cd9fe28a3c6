/** The bubbles of a chat with time lines between them. */

import type { ComponentChildren } from 'preact'
import type { BubbleRow } from '../platform/store/rows.ts'
import { Content, type ContentProps, isPlate } from './bubble-content.tsx'
import { chatTime } from './words.ts'

export interface BubblesProps {
  readonly rows: readonly BubbleRow[]
  readonly now: Date
  /** Whose bubbles stand on the right. */
  readonly own: BubbleRow['from']
  readonly avatarOf: (row: BubbleRow) => ComponentChildren
  /** Said above a bubble of somebody else, where that is not plain. */
  readonly nameAbove?: (row: BubbleRow) => string | undefined
  readonly content: Omit<ContentProps, 'content'>
  /** Said above the first bubble. */
  readonly opening?: ComponentChildren
}

/** A silence this long gets a time line, as in the real clients. */
const SILENCE_MS = 5 * 60_000

export function Bubbles(props: BubblesProps) {
  const { rows } = props
  return (
    <>
      {props.opening}
      {rows.map((row, index) => (
        <>
          {needsTime(rows[index - 1], row) && (
            <p class="chat__time">{chatTime(new Date(row.at), props.now)}</p>
          )}
          {row.recalled ? <Recalled row={row} own={props.own} /> : <Bubble row={row} {...props} />}
        </>
      ))}
    </>
  )
}

function Bubble(props: BubblesProps & { readonly row: BubbleRow }) {
  const { row, own, avatarOf, nameAbove, content } = props
  const isOwn = row.from === own
  const name = isOwn ? undefined : nameAbove?.(row)
  return (
    <div class={isOwn ? 'bubble-row bubble-row--own' : 'bubble-row'} data-n={row.n}>
      {avatarOf(row)}
      <div class="bubble-row__body">
        {name !== undefined && <p class="bubble-row__name">{name}</p>}
        <div class={isPlate(row.content) ? 'bubble bubble--plate' : 'bubble'}>
          <Content content={row.content} {...content} />
        </div>
      </div>
    </div>
  )
}

function Recalled(props: { readonly row: BubbleRow; readonly own: BubbleRow['from'] }) {
  const who = props.row.from === props.own ? '你' : '对方'
  return <p class="chat__time">{who}撤回了一条消息</p>
}

function needsTime(before: BubbleRow | undefined, row: BubbleRow): boolean {
  return !before || Date.parse(row.at) - Date.parse(before.at) >= SILENCE_MS
}
