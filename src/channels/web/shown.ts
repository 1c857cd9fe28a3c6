/** A message as the page shows it: what the desk says, degraded where the page has nothing for it. */
import type { Card, Form } from '../card.ts'
import { type MenuOption, type Outgoing, SendRefused } from '../channel.ts'

/** What stands in a bubble. */
export type Shown =
  | { readonly kind: 'text'; readonly text: string; readonly token?: string }
  | {
      readonly kind: 'menu'
      readonly text: string
      readonly options: readonly MenuOption[]
      readonly tail?: string
    }
  | { readonly kind: 'image'; readonly fileId: string }
  | {
      readonly kind: 'link'
      readonly text: string
      readonly label: string
      readonly url: string
    }
  /** Says that people have the chat, or that the desk has it again. */
  | { readonly kind: 'people'; readonly are: 'asked' | 'there' | 'gone' }

const PEOPLE = { pool: 'asked', servicer: 'there', bot: 'gone', end: 'gone' } as const

/** @throws SendRefused of class `data` for a message in which there is nothing to show */
export function shownOf(message: Outgoing): Shown {
  switch (message.kind) {
    case 'text':
    case 'card-close':
      return textOf(message.text)
    case 'menu':
      return menuOf(message)
    case 'image':
      return { kind: 'image', fileId: message.fileId }
    case 'link':
      return linkOf(message)
    case 'card':
      return cardOf(message)
    case 'form':
      return formOf(message)
    case 'hand-over':
      return { kind: 'people', are: PEOPLE[message.to] }
  }
}

function textOf(text: string): Shown {
  if (text.trim() === '') throw new SendRefused('data', 'empty', 'an empty text')
  return { kind: 'text', text }
}

function menuOf({
  text,
  options: plain,
  tail,
  numberFrom,
}: Extract<Outgoing, { kind: 'menu' }>): Shown {
  const options = plain.map(({ token, label, isMore }, at) => ({
    token,
    label: numberFrom === undefined || isMore ? label : `${numberFrom + at}. ${label}`,
  }))
  if (options.length === 0) return textOf([text, tail].filter(Boolean).join('\n'))
  return { kind: 'menu', text, options, ...(tail && { tail }) }
}

/** Only addresses of the web: a page would run what stands behind `javascript:`. */
function linkOf({ text, label, url }: Extract<Outgoing, { kind: 'link' }>): Shown {
  const isWeb = URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol)
  if (!isWeb) throw new SendRefused('data', 'url', 'a link that is no web address')
  return { kind: 'link', text, label: label.trim() === '' ? url : label, url }
}

/** Cards are for staff; somebody who gets one here reads it as text. */
function cardOf(card: Card & { readonly kind: 'card' }): Shown {
  const lines = card.lines.map(({ label, value }) => `${label}：${value}`)
  const text = [card.title, card.description, card.body, ...lines].filter(Boolean).join('\n')
  return card.url ? linkOf({ kind: 'link', text, label: card.title, url: card.url }) : textOf(text)
}

/** Forms too: what can be chosen is read, and written instead. */
function formOf({ title, description, questions }: Form): Shown {
  const asked = questions.map((question) =>
    [question.title, ...question.options.map(({ text }) => text)].join('\n'),
  )
  return textOf([title, description, ...asked].filter(Boolean).join('\n'))
}
