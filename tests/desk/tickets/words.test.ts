/** Every word the tickets name is written, every option of a card is known to the rules, and nobody reads system words. */
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readWords, type Words } from '../../../src/conversation/words.ts'
import { type Rules, readRules } from '../../../src/desk/rules.ts'
import { FORM_STEPS } from '../../../src/desk/tickets/form-clicks.ts'

const at = (path: string) => new URL(`../../../${path}`, import.meta.url)
const read = (path: string) => readFileSync(at(path), 'utf8')
const cards = parse(read('flows/_cards/tickets.yaml')) as Record<
  string,
  { question?: { options: { id: string }[] }; buttons: { key: string }[] }
>

const forms = parse(read('flows/_forms/tickets.yaml')) as Record<
  string,
  { submit: { key: string } }
>

let words: Words
let rules: Rules
beforeAll(async () => {
  words = await readWords(at('flows').pathname)
  rules = await readRules()
})

function namesInCode(): string[] {
  const folders = ['src/desk/tickets', 'src/desk/tickets/help', 'src/desk/surveys']
  const sources = folders.flatMap((folder) =>
    readdirSync(at(folder))
      .filter((file) => file.endsWith('.ts'))
      .map((file) => read(`${folder}/${file}`)),
  )
  const quoted = sources.flatMap((source) => [
    ...source.matchAll(/'(tickets\.(?:owner|staff|card)\.[a-z_.]+)'/g),
  ])
  return [...new Set(quoted.map((match) => match[1] ?? ''))]
}

describe('words', () => {
  test('the code names at least fifteen, and all of them are written', () => {
    const names = namesInCode()
    expect(names.length).toBeGreaterThan(15)
    expect(names.filter((name) => !words.has(name))).toEqual([])
  })

  test('every button has words for having been tapped, every refusal its own', () => {
    const keys = Object.values(cards).flatMap((card) => card.buttons.map((button) => button.key))
    const missing = keys.filter((key) => !words.has(`tickets.card.did.${key}`))
    expect(missing).toEqual([])
    for (const { submit } of Object.values(forms)) {
      expect(words.has(`tickets.card.did.${submit.key}`)).toBe(true)
      expect(Object.keys(FORM_STEPS)).toContain(submit.key)
    }
    const refusals = ['taken', 'over', 'wrong_state', 'not_yours', 'same', 'several']
    for (const outcome of [...refusals, 'no_such_colleague']) {
      expect(words.has(`tickets.card.refused.${outcome}`)).toBe(true)
    }
    for (const outcome of ['reason_wanted', 'colleague_wanted', 'bad_date', 'too_long']) {
      expect(words.has(`tickets.staff.asked.${outcome}`)).toBe(true)
    }
  })

  test('every option of a card’s question is a reason of the rules', () => {
    const { hold, return_reasons } = rules.tickets
    const known = ['none', ...hold.reasons, ...return_reasons].map((one) =>
      typeof one === 'string' ? one : one.id,
    )
    const options = Object.values(cards).flatMap((card) => card.question?.options ?? [])
    expect(options.filter((option) => !known.includes(option.id))).toEqual([])
  })

  test('every reason that stops a clock is one that can be chosen', () => {
    const ids = rules.tickets.hold.reasons.map((reason) => reason.id)
    const stopping = rules.clocks.policies.flatMap((policy) =>
      Object.values(policy.targets).flatMap((target) => target?.stops ?? []),
    )
    expect(stopping.length).toBeGreaterThan(0)
    expect(stopping.filter((reason) => !ids.includes(reason))).toEqual([])
  })

  test('sentences are short, and speak of no states, ids or errors', () => {
    const text = read('flows/_text/tickets.zh-CN.yaml')
    expect(text).not.toMatch(/NEW|ASSIGNED|null|undefined|工单状态|系统错误|接口/)
    const plain = text.replace(/^#.*$/gm, '').replace(/\{%[^%]*%\}|\{\{[^}]*\}\}/g, '')
    const sentences = plain.split(/[。！？\n]/).map((one) => one.trim())
    expect(sentences.filter((one) => one.length > 60)).toEqual([])
  })
})
