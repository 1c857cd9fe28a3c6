/** The words the desk says by itself: texts of flows/_text, cards of flows/_cards and forms of flows/_forms, filled with values. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Template } from '../dialogue/render/template.ts'
import { parseRuleFile } from '../rule-file.ts'
import {
  type CardTemplate,
  cardSchema,
  type FilledCard,
  fillCard,
  formSchema,
  template,
} from './card-words.ts'
import { localTimes } from './local-times.ts'

export interface Words {
  /** Of every text and card there is. */
  readonly names: readonly string[]
  has(name: string): boolean
  /** @throws Error when there is no such text or a value is missing: a note nobody wrote must not be sent */
  text(name: string, values: Readonly<Record<string, unknown>>): string
  card(name: string, values: Readonly<Record<string, unknown>>): FilledCard
}

/** Reads every text and card. @throws BadRules naming file and place of what is wrong */
export async function readWords(flowFolder: string): Promise<Words> {
  const texts = new Map<string, Template>()
  const nested: z.ZodType<unknown> = z.record(z.string(), z.union([template, z.lazy(() => nested)]))
  for (const { name, text } of await readFolder(join(flowFolder, '_text'), /^(?!zh-CN).+\.yaml$/)) {
    flatten('', parseRuleFile(nested, name, text), texts)
  }
  const cards = new Map<string, CardTemplate>()
  const keep = (file: Readonly<Record<string, CardTemplate>>) => {
    for (const [card, fields] of Object.entries(file)) cards.set(card, fields)
  }
  for (const { name, text } of await readFolder(join(flowFolder, '_cards'), /\.yaml$/)) {
    keep(parseRuleFile(z.record(z.string(), cardSchema), name, text))
  }
  for (const { name, text } of await readFolder(join(flowFolder, '_forms'), /\.yaml$/)) {
    keep(parseRuleFile(z.record(z.string(), formSchema), name, text))
  }
  return {
    names: [...texts.keys(), ...cards.keys()],
    has: (name) => texts.has(name),
    text: (name, values) => needed(texts, name).render(localTimes(values)),
    card: (name, values) => fillCard(needed(cards, name), localTimes(values)),
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

async function readFolder(folder: string, names: RegExp) {
  const found = (await readdir(folder)).filter((name) => names.test(name)).sort()
  return Promise.all(
    found.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  )
}
