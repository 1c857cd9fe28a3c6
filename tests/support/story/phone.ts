/** One phone as a story sees it: what came to it and was not read yet, in order, word by word. */
import { expect } from 'vitest'
import type { ApiCard, ApiMessage } from '../../../src/sandbox/api-messages.ts'
import { faultsOf } from './well-written.ts'

/** All of an array must be in the text; an object says more than words. */
type Expected = string | RegExp | readonly (string | RegExp)[] | ExpectedMessage

export interface ExpectedMessage {
  readonly text?: string | RegExp | readonly (string | RegExp)[]
  /** The labels of the menu, in order. */
  readonly menu?: readonly string[]
  readonly card?: ExpectedCard
}

interface ExpectedCard {
  readonly title: string
  readonly description?: string
  /** By label; other lines may stand there too. An empty text: there is no such line. */
  readonly lines?: Readonly<Record<string, string | RegExp>>
  readonly buttons?: readonly string[]
}

export interface Phone {
  readonly name: string
  /** Reads what came since the last look: exactly these messages, in this order. */
  hears(...expected: readonly Expected[]): Promise<void>
  /** The same, where two alarms fall on one minute and either may ring first. */
  hearsTogether(...expected: readonly Expected[]): Promise<void>
  hearsNothing(): Promise<void>
  /** What came, for a test that has to look closer. */
  reads(): Promise<readonly ApiMessage[]>
  /** Everything that ever came, read or not; marks nothing as read. */
  history(): Promise<readonly ApiMessage[]>
}

export interface PhoneLine {
  readonly name: string
  readonly path: string
  get(path: string): Promise<unknown>
  idle(): Promise<void>
}

/** A menu under words. */
export function menu(text: ExpectedMessage['text'], ...labels: readonly string[]): ExpectedMessage {
  return { ...(text !== undefined && { text }), menu: labels }
}

/** A card with its buttons. */
export function card(
  title: string,
  lines: ExpectedCard['lines'] = {},
  buttons?: readonly string[],
): ExpectedMessage {
  return { card: { title, lines, ...(buttons && { buttons }) } }
}

export function openPhone({ name, path, get, idle }: PhoneLine): Phone {
  let read = 0
  const since = async (n: number) => {
    const { messages } = (await get(`${path}?after=${n}`)) as { messages: ApiMessage[] }
    return messages
  }
  const reads = async () => {
    await idle()
    const all = await since(read)
    read = all.at(-1)?.n ?? read
    const came = all.filter(isForThem)
    return came
  }
  const compare = (came: readonly ApiMessage[], expected: readonly Expected[]) => {
    const story = came.map(shown).join('\n')
    expect.soft(came.length, `${name} got ${came.length} messages:\n${story}`).toBe(expected.length)
    for (const [at, message] of came.entries()) {
      const one = expected[at]
      expectWellWritten(name, message, one === undefined ? [] : phonesIn(one))
      if (one !== undefined) expectMessage(name, message, one)
    }
  }
  return {
    name,
    async reads() {
      const came = await reads()
      for (const message of came) expectWellWritten(name, message, [])
      return came
    },
    history: async () => (await since(0)).filter(isForThem),
    hears: async (...expected) => compare(await reads(), expected),
    hearsTogether: async (...expected) => compare(inOrderOf(expected, await reads()), expected),
    async hearsNothing() {
      expect((await reads()).map(shown), `${name} should have been left alone`).toEqual([])
    },
  }
}

function isForThem({ from }: ApiMessage): boolean {
  return from !== 'owner' && from !== 'member'
}

/** For messages of failing tests. */
export function shown({ at, text, menu, card }: ApiMessage): string {
  const options = menu?.map(({ label }) => `[${label}]`).join('') ?? ''
  return `  ${at.slice(11, 16)} ${card ? shownCard(card) : text.replaceAll('\n', ' ⏎ ')} ${options}`
}

function shownCard({ title, description, lines, buttons, closed }: ApiCard): string {
  const facts = lines.map(({ label, value }) => `${label}=${value}`).join(' ')
  return `▭ ${title} | ${description} | ${facts} | ${buttons.map(({ text }) => text)} ${closed ?? ''}`
}

function expectMessage(name: string, message: ApiMessage, expected: Expected): void {
  const seen = `${name} reads\n${shown(message)}`
  if (typeof expected === 'string' || expected instanceof RegExp || Array.isArray(expected)) {
    expectText(seen, message.text, expected as string | RegExp | readonly string[])
    return
  }
  const { text, menu, card } = expected as ExpectedMessage
  if (text !== undefined) expectText(seen, message.text, text)
  if (menu) {
    const labels = message.menu?.map(({ label }) => label)
    expect.soft(labels, seen).toEqual(menu)
  }
  if (card) expectCard(seen, message.card, card)
}

function expectText(
  seen: string,
  text: string,
  expected: string | RegExp | readonly (string | RegExp)[],
): void {
  const parts = Array.isArray(expected) ? expected : [expected]
  for (const part of parts) {
    if (part instanceof RegExp) expect.soft(text, seen).toMatch(part)
    else expect.soft(text, seen).toContain(part)
  }
}

function expectCard(seen: string, card: ApiCard | undefined, expected: ExpectedCard): void {
  expect.soft(card?.title, seen).toBe(expected.title)
  if (expected.description) expect.soft(card?.description, seen).toBe(expected.description)
  if (expected.buttons) {
    expect
      .soft(
        card?.buttons.map(({ text }) => text),
        seen,
      )
      .toEqual(expected.buttons)
  }
  for (const [label, value] of Object.entries(expected.lines ?? {})) {
    const found = card?.lines.find((line) => line.label === label)?.value ?? ''
    if (value instanceof RegExp) expect.soft(found, seen).toMatch(value)
    else expect.soft(found, seen).toBe(value)
  }
}

/** Phones that a story says are shown in full, because somebody asked for them. */
function phonesIn(expected: Expected): readonly string[] {
  return JSON.stringify(expected).match(/1[3-9]\d{9}/g) ?? []
}

/** Whatever a story is about, nobody may read a broken sentence, or a phone in full that is not meant to be. */
function expectWellWritten(name: string, message: ApiMessage, phones: readonly string[]): void {
  const { card, menu = [] } = message
  const texts = card
    ? [card.title, card.description, card.text, ...card.lines.map(({ value }) => value)]
    : [message.text, ...menu.map(({ label }) => label)]
  const masked = texts.map((text) => phones.reduce((left, one) => left.replace(one, '尾号'), text))
  const faults = masked.flatMap(faultsOf)
  expect.soft(faults, `${name} reads\n${shown(message)}`).toEqual([])
}

/** What came, in the order in which it is expected; what nobody expects stands last. */
function inOrderOf(
  expected: readonly Expected[],
  came: readonly ApiMessage[],
): readonly ApiMessage[] {
  const placeOf = (message: ApiMessage) => {
    const at = expected.findIndex((one) => shown(message).includes(beginningOf(one)))
    return at < 0 ? expected.length : at
  }
  return came.toSorted((a, b) => placeOf(a) - placeOf(b))
}

function beginningOf(expected: Expected): string {
  if (typeof expected === 'string') return expected
  const first = Array.isArray(expected) ? expected[0] : (expected as ExpectedMessage).card?.title
  return String(first)
}
