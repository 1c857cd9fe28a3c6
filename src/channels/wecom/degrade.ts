/** Says in plain text what a channel cannot show: nothing is dropped, it only looks simpler. */
import type { Card, Form } from '../card.ts'
import type { MenuOption, Outgoing } from '../channel.ts'

/** A menu whose entries are typed instead of tapped. */
export function menuText({ text, options, tail, numberFrom = 1 }: Menu): string {
  const lines = numberedOptions(options, numberFrom).map(({ label }) => label)
  return [text, ...lines, tail].filter(Boolean).join('\n')
}

type Menu = Extract<Outgoing, { kind: 'menu' }>

/** The options with the numbers they are typed as before their labels. */
export function numberedOptions(
  options: readonly MenuOption[],
  from: number,
): readonly MenuOption[] {
  return options.map((option, index) =>
    option.isMore ? option : { ...option, label: `${from + index}. ${option.label}` },
  )
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
