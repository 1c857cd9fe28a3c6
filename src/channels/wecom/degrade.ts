/** Says in plain text what a channel cannot show: nothing is dropped, it only looks simpler. */
import type { Card, Form } from '../card.ts'
import type { MenuOption } from '../channel.ts'

/** A menu whose entries are typed instead of tapped. */
export function menuText(text: string, options: readonly MenuOption[], tail?: string): string {
  const lines = options.map((option, index) => `${index + 1}. ${option.label}`)
  return [text, ...lines, tail].filter(Boolean).join('\n')
}

export function linkText(text: string, label: string, url: string): string {
  return [text, `${label}：${url}`].filter(Boolean).join('\n')
}

/** A card without its buttons: they could not be tapped here. */
export function cardText(card: Card): string {
  const lines = card.lines.map(({ label, value, url }) =>
    [`${label}：${value}`, url].filter(Boolean).join(' '),
  )
  return [card.title, card.description, card.body, ...lines, card.url, card.picture]
    .filter(Boolean)
    .join('\n')
}

/** A form that cannot be filled in here: what can be chosen is read, and written instead. */
export function formText({ title, description, questions }: Form): string {
  const asked = questions.map((question) =>
    [question.title, ...question.options.map(({ text }) => text)].join('\n'),
  )
  return [title, description, ...asked].filter(Boolean).join('\n')
}
