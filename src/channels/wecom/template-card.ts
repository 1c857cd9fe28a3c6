/** Makes the platform's cards out of ours: everything cut to what is shown, nothing left out in silence (wecom.md 5.3). */
import type { Card, CardButton, CardLine, Form, FormQuestion, Question } from '../card.ts'
import type {
  ButtonCard,
  CardQuestion,
  MultipleCard,
  CardLine as ShownLine,
  TemplateCard,
  VoteCard,
} from './card-kinds.ts'
import { cutChars } from './split.ts'

/** Characters the newest clients show; longer texts end in dots there anyway (wecom.md 5.3). */
const CHARS = {
  title: 36,
  desc: 44,
  body: 160,
  label: 5,
  value: 30,
  button: 10,
  option: 10,
  check: 17,
  greyed: 20,
}
const MOST_LINES = 6
const STYLES = { primary: 1, plain: 2, danger: 3 } as const satisfies Record<
  CardButton['style'],
  number
>

/** What stands on a greyed button. Nothing is written about its length; buttons show about this many characters. */
export function greyedText(text: string): string {
  return cutChars(text, CHARS.greyed)
}

/** A card with buttons; without buttons a notice, which has to have a `url`, with its picture where it has one. */
export function templateCardOf(card: Card): TemplateCard {
  const common = {
    main_title: {
      title: cutChars(card.title, CHARS.title),
      ...(card.description && { desc: cutChars(card.description, CHARS.desc) }),
    },
    ...(card.lines.length > 0 && { horizontal_content_list: linesOf(card.lines) }),
    ...(card.url && { card_action: { type: 1, url: card.url } as const }),
  }
  const body = card.body && cutChars(card.body, CHARS.body)
  if (card.buttons.length > 0) {
    return buttonCard(card, { ...common, ...(body && { sub_title_text: body }) })
  }
  if (!card.picture) {
    return { card_type: 'text_notice', ...common, ...(body && { sub_title_text: body }) }
  }
  return {
    card_type: 'news_notice',
    ...common,
    card_image: { url: card.picture },
    // News have no place for a line of text but a quote.
    ...(body && { quote_area: { type: 0, quote_text: body } }),
  }
}

function buttonCard(card: Card, common: Omit<ButtonCard, 'card_type' | 'button_list'>): ButtonCard {
  return {
    card_type: 'button_interaction',
    ...common,
    task_id: card.taskId,
    ...(card.question && { button_selection: listOf(card.question) }),
    button_list: card.buttons.map(({ text, key, style }) => ({
      text: cutChars(text, CHARS.button),
      key,
      style: STYLES[style],
    })),
  }
}

/** One question is a vote, whose options are all in sight; several are lists that open. */
export function formCardOf(form: Form): VoteCard | MultipleCard {
  const common = {
    main_title: {
      title: cutChars(form.title, CHARS.title),
      ...(form.description && { desc: cutChars(form.description, CHARS.desc) }),
    },
    task_id: form.taskId,
    submit_button: { text: cutChars(form.submit.text, CHARS.button), key: form.submit.key },
  }
  const [only, ...others] = form.questions
  return only && others.length === 0
    ? { card_type: 'vote_interaction', ...common, checkbox: checksOf(only) }
    : {
        card_type: 'multiple_interaction',
        ...common,
        select_list: form.questions.map(listOf),
      }
}

/**
 * The form with nothing left to choose and the words on its button, in place of the one that was shown
 * (wecom.md 5.4: such cards grey only so).
 */
export function closedFormCard(form: Form, text: string): VoteCard | MultipleCard {
  const { task_id: _, ...card } = formCardOf(form)
  const replace_text = greyedText(text)
  if (card.card_type === 'vote_interaction') {
    return { ...card, checkbox: { ...card.checkbox, disable: true }, replace_text }
  }
  const select_list = card.select_list.map((select) => ({ ...select, disable: true as const }))
  return { ...card, select_list, replace_text }
}

/** Six lines at most: when there are more, the sixth says how many are missing. */
function linesOf(lines: readonly CardLine[]): readonly ShownLine[] {
  if (lines.length <= MOST_LINES) return lines.map(lineOf)
  const shown = lines.slice(0, MOST_LINES - 1)
  const missing = lines.length - shown.length
  return [...shown.map(lineOf), { keyname: '其余', value: `另有${missing}项未显示` }]
}

function lineOf({ label, value, url }: CardLine): ShownLine {
  const shown = { keyname: cutChars(label, CHARS.label), value: cutChars(value, CHARS.value) }
  return url ? { ...shown, type: 1, url } : shown
}

function listOf(question: Question): CardQuestion {
  return {
    question_key: question.key,
    title: cutChars(question.title, CHARS.title),
    option_list: question.options.map(({ id, text }) => ({
      id,
      text: cutChars(text, CHARS.option),
    })),
  }
}

function checksOf({ key, options, several = false }: FormQuestion): VoteCard['checkbox'] {
  return {
    question_key: key,
    mode: several ? 1 : 0,
    option_list: options.map(({ id, text }) => ({ id, text: cutChars(text, CHARS.check) })),
  }
}
