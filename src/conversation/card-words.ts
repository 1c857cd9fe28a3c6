/** How cards stand in flows/_cards and forms in flows/_forms, and how they are filled with values. */
import { z } from 'zod'
import type { Card, Form } from '../channels/card.ts'
import { parseTemplate, type Template } from '../dialogue/render/template.ts'

/** A text with gaps. */
export const template = z.string().min(1).transform(readTemplate)

const KEY = /^[a-z][a-z0-9_-]*$/
const line = z.strictObject({ label: template, value: template, url: template.optional() })
const button = z.strictObject({
  key: z.string().regex(KEY),
  text: template,
  style: z.enum(['primary', 'plain', 'danger']),
})
export const cardSchema = z.strictObject({
  title: template,
  description: template.optional(),
  body: template.optional(),
  lines: z.array(line).max(6).default([]),
  question: z
    .strictObject({
      key: z.string(),
      title: template,
      options: z
        .array(z.strictObject({ id: z.string(), text: template }))
        .min(1)
        .max(10),
    })
    .optional(),
  buttons: z.array(button).max(6).default([]),
  url: template.optional(),
  picture: template.optional(),
})

/** `options_from` names the list among the values; each of its items has an `id` and is `item` in `text`. */
export const formSchema = z.strictObject({
  title: template,
  description: template.optional(),
  questions: z
    .array(
      z.strictObject({
        key: z.string().regex(KEY),
        title: template,
        options_from: z.string(),
        text: template,
        several: z.boolean().optional(),
      }),
    )
    .min(1)
    .max(3),
  submit: z.strictObject({ key: z.string().regex(KEY), text: template }),
})

export type CardTemplate = z.output<typeof cardSchema> | z.output<typeof formSchema>

export type FilledCard =
  | ({ readonly kind: 'card' } & Omit<Card, 'taskId'>)
  | ({ readonly kind: 'form' } & Omit<Form, 'taskId'>)

/** Lines, buttons and the like that come out empty are left out. @throws Error for a list that is none */
export function fillCard(card: CardTemplate, values: object): FilledCard {
  return 'questions' in card ? fillForm(card, values) : fillButtons(card, values)
}

function fillButtons(card: z.output<typeof cardSchema>, values: object): FilledCard {
  const { question } = card
  return {
    kind: 'card',
    title: card.title.render(values),
    ...unlessEmpty('description', card.description, values),
    ...unlessEmpty('body', card.body, values),
    ...unlessEmpty('url', card.url, values),
    ...unlessEmpty('picture', card.picture, values),
    lines: card.lines
      .map(({ label, value, url }) => ({
        label: label.render(values),
        value: value.render(values),
        ...unlessEmpty('url', url, values),
      }))
      .filter(({ value }) => value !== ''),
    ...(question && {
      question: {
        key: question.key,
        title: question.title.render(values),
        options: question.options.map(({ id, text }) => ({ id, text: text.render(values) })),
      },
    }),
    buttons: card.buttons
      .map(({ key, text, style }) => ({ key, style, text: text.render(values) }))
      .filter(({ text }) => text !== ''),
  }
}

const items = z.array(z.looseObject({ id: z.string() }))

function fillForm(form: z.output<typeof formSchema>, values: object): FilledCard {
  return {
    kind: 'form',
    title: form.title.render(values),
    ...unlessEmpty('description', form.description, values),
    questions: form.questions.map(({ key, title, options_from, text, several }) => ({
      key,
      title: title.render(values),
      options: items
        .parse((values as Record<string, unknown>)[options_from])
        .map((item) => ({ id: item.id, text: text.render({ ...values, item }) })),
      ...(several && { several }),
    })),
    submit: { key: form.submit.key, text: form.submit.text.render(values) },
  }
}

function unlessEmpty<Key extends string>(
  key: Key,
  filled: Template | undefined,
  values: object,
): { readonly [K in Key]?: string } {
  const text = filled?.render(values) ?? ''
  return (text === '' ? {} : { [key]: text }) as { readonly [K in Key]?: string }
}

function readTemplate(text: string, context: z.RefinementCtx): Template {
  try {
    return parseTemplate(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: `${text}: ${(error as Error).message}` })
    return z.NEVER
  }
}
