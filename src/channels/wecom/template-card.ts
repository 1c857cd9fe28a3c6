/** Makes the platform's card out of ours: everything cut to what is shown, nothing left out in silence (wecom.md 5.3; path/90236). */
import type { Card, CardButton, CardLine } from '../channel.ts'
import { cutChars } from './split.ts'

export interface TemplateCard {
  readonly card_type: 'button_interaction' | 'text_notice'
  readonly main_title: { readonly title: string; readonly desc?: string }
  readonly sub_title_text?: string
  readonly horizontal_content_list?: readonly TemplateLine[]
  readonly card_action?: { readonly type: 1; readonly url: string }
  readonly task_id?: string
  readonly button_selection?: TemplateQuestion
  readonly button_list?: readonly TemplateButton[]
}

interface TemplateLine {
  readonly keyname: string
  readonly value: string
  readonly type?: 1
  readonly url?: string
}

export interface TemplateQuestion {
  readonly question_key: string
  readonly title: string
  readonly option_list: readonly { readonly id: string; readonly text: string }[]
}

interface TemplateButton {
  readonly text: string
  readonly key: string
  readonly style: number
}

/** Characters the newest clients show; longer texts end in dots there anyway (wecom.md 5.3). */
const CHARS = {
  title: 36,
  desc: 44,
  body: 160,
  label: 5,
  value: 30,
  button: 10,
  option: 10,
  greyed: 20,
}
const MOST_LINES = 6
const STYLES: Readonly<Record<CardButton['style'], number>> = { primary: 1, plain: 2, danger: 3 }

/** What stands on a greyed button. Nothing is written about its length; buttons show about this many characters. */
export function greyedText(text: string): string {
  return cutChars(text, CHARS.greyed)
}

/** A card with buttons; without buttons a notice, which has to have a `url`. */
export function templateCardOf(card: Card): TemplateCard {
  const common = {
    main_title: {
      title: cutChars(card.title, CHARS.title),
      ...(card.description && { desc: cutChars(card.description, CHARS.desc) }),
    },
    ...(card.body && { sub_title_text: cutChars(card.body, CHARS.body) }),
    ...(card.lines.length > 0 && { horizontal_content_list: linesOf(card.lines) }),
    ...(card.url && { card_action: { type: 1, url: card.url } as const }),
  }
  if (card.buttons.length === 0) return { card_type: 'text_notice', ...common }
  return {
    card_type: 'button_interaction',
    ...common,
    task_id: card.taskId,
    ...(card.question && { button_selection: questionOf(card.question) }),
    button_list: card.buttons.map(({ text, key, style }) => ({
      text: cutChars(text, CHARS.button),
      key,
      style: STYLES[style],
    })),
  }
}

/** Six lines at most: when there are more, the sixth says how many are missing. */
function linesOf(lines: readonly CardLine[]): readonly TemplateLine[] {
  if (lines.length <= MOST_LINES) return lines.map(lineOf)
  const shown = lines.slice(0, MOST_LINES - 1)
  const missing = lines.length - shown.length
  return [...shown.map(lineOf), { keyname: '其余', value: `另有${missing}项未显示` }]
}

function lineOf({ label, value, url }: CardLine): TemplateLine {
  const shown = { keyname: cutChars(label, CHARS.label), value: cutChars(value, CHARS.value) }
  return url ? { ...shown, type: 1, url } : shown
}

function questionOf(question: NonNullable<Card['question']>): TemplateQuestion {
  return {
    question_key: question.key,
    title: cutChars(question.title, CHARS.title),
    option_list: question.options.map(({ id, text }) => ({
      id,
      text: cutChars(text, CHARS.option),
    })),
  }
}
