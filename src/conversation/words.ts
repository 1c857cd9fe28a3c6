/** The words the desk says by itself: texts of flows/_text and cards of flows/_cards, filled with values. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Card } from '../channels/card.ts'
import { parseTemplate, type Template } from '../dialogue/render/template.ts'
import { parseRuleFile } from '../rule-file.ts'
import { localTimes } from './local-times.ts'

export interface Words {
  has(name: string): boolean
  /** @throws Error when there is no such text or a value is missing: a note nobody wrote must not be sent */
  text(name: string, values: Readonly<Record<string, unknown>>): string
  card(name: string, values: Readonly<Record<string, unknown>>): Omit<Card, 'taskId'>
}

const template = z.string().min(1).transform(readTemplate)
const line = z.strictObject({ label: template, value: template, url: template.optional() })
const button = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_-]*$/),
  text: template,
  style: z.enum(['primary', 'plain', 'danger']),
})
const cardSchema = z.strictObject({
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
})

type CardTemplate = z.output<typeof cardSchema>

/** Reads every text and card. @throws BadRules naming file and place of what is wrong */
export async function readWords(flowFolder: string): Promise<Words> {
  const texts = new Map<string, Template>()
  const nested: z.ZodType<unknown> = z.record(z.string(), z.union([template, z.lazy(() => nested)]))
  for (const { name, text } of await readFolder(join(flowFolder, '_text'), /^(?!zh-CN).+\.yaml$/)) {
    flatten('', parseRuleFile(nested, name, text), texts)
  }
  const cards = new Map<string, CardTemplate>()
  for (const { name, text } of await readFolder(join(flowFolder, '_cards'), /\.yaml$/)) {
    const file = parseRuleFile(z.record(z.string(), cardSchema), name, text)
    for (const [card, fields] of Object.entries(file)) cards.set(card, fields)
  }
  return {
    has: (name) => texts.has(name),
    text: (name, values) => needed(texts, name).render(localTimes(values)),
    card: (name, values) => fill(needed(cards, name), localTimes(values)),
  }
}

function readTemplate(text: string, context: z.RefinementCtx): Template {
  try {
    return parseTemplate(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: `${text}: ${(error as Error).message}` })
    return z.NEVER
  }
}

function flatten(prefix: string, value: unknown, into: Map<string, Template>): void {
  for (const [key, entry] of Object.entries(value as Record<string, unknown>)) {
    const name = prefix === '' ? key : `${prefix}.${key}`
    if (isTemplate(entry)) into.set(name, entry)
    else flatten(name, entry, into)
  }
}

function isTemplate(value: unknown): value is Template {
  return typeof (value as Template).render === 'function'
}

function needed<T>(all: ReadonlyMap<string, T>, name: string): T {
  const found = all.get(name)
  if (!found) throw new Error(`No words are written for "${name}"`)
  return found
}

function fill(card: CardTemplate, values: object): Omit<Card, 'taskId'> {
  const optional = <Key extends string>(key: Key, filled: Template | undefined) => {
    const text = filled?.render(values) ?? ''
    return (text === '' ? {} : { [key]: text }) as { readonly [K in Key]?: string }
  }
  const { question } = card
  return {
    title: card.title.render(values),
    ...optional('description', card.description),
    ...optional('body', card.body),
    ...optional('url', card.url),
    lines: card.lines
      .map(({ label, value, url }) => ({
        label: label.render(values),
        value: value.render(values),
        ...optional('url', url),
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

async function readFolder(folder: string, names: RegExp) {
  const found = (await readdir(folder)).filter((name) => names.test(name)).sort()
  return Promise.all(
    found.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  )
}
