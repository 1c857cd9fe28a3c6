/** Menu options by tap, digit, ordinal or name, and what becomes of a stale "1" (dialogue.md D9). */
import type { Command } from './command.ts'
import { nearest } from './find-choice.ts'
import { globalWord } from './global-words.ts'
import type { Hearing, OfferedMenu } from './hearing.ts'
import { readNumeral } from './numerals.ts'

const ORDINAL = /^(?:第|选|选择)?\s*(\d{1,2}|[一二三四五六七八九十]{1,2})\s*[个项号.、)]?$/

export function pick(hearing: Hearing): readonly Command[] | undefined {
  if (hearing.token !== undefined) return tapped(hearing, hearing.token)
  const [latest] = hearing.menus
  const number = numberSaid(hearing.text)
  if (!latest || latest.state === 'used') return undefined
  if (latest.state === 'open' || latest.state === 'late') {
    const index = number === undefined ? namedIndex(hearing, latest) : numberedIndex(latest, number)
    return latest.options[index] ? choose(latest, index, number === undefined) : undefined
  }
  // Typed digits never reach back past the latest menu. Whoever types one after it has gone should be told,
  // unless another question stands that a number may well answer.
  const isMeant = latest.state === 'expired' || !hearing.run
  return number !== undefined && isMeant
    ? [{ do: 'stale-pick', used: false, label: hearing.raw.trim() }]
    : undefined
}

function numberSaid(text: string): number | undefined {
  const digits = ORDINAL.exec(text.trim())?.[1]
  return digits === undefined ? undefined : readNumeral(digits)
}

/** Options that carry numbers of their own (5 非常满意) are meant by those, others by their place. */
function numberedIndex({ options }: OfferedMenu, number: number): number {
  const own = options.map(({ text }) => /^\d+(?=[\s.、:：分]|$)/.exec(text)?.[0])
  return own.some((digits) => digits !== undefined) ? own.indexOf(String(number)) : number - 1
}

function namedIndex(hearing: Hearing, { options, isAnswers }: OfferedMenu): number {
  const { core, text } = hearing
  const named = nearest(core, options) ?? nearest(text.trim(), options)
  if (named) return options.indexOf(named)
  return isAnswers ? partIndex(hearing, options) : -1
}

/** 楼道灯 for “BX20261123-0002 楼道灯不亮”: of the answers to a question, the only one that has these words. */
function partIndex(hearing: Hearing, options: OfferedMenu['options']): number {
  const { core } = hearing
  if (core.length < 2 || globalWord(hearing)) return -1
  const having = options.filter(({ text }) => text.includes(core))
  return having[0] && having.length === 1 ? options.indexOf(having[0]) : -1
}

/** Answers 好的 and 不用了 to a menu that has an option meaning so. */
export function pickByYesNo(hearing: Hearing, isYes: boolean): readonly Command[] | undefined {
  const [latest] = hearing.menus
  if (latest?.state !== 'open' && latest?.state !== 'late') return undefined
  const index = latest.options.findIndex((option) => option.means === (isYes ? 'yes' : 'no'))
  return index >= 0 ? choose(latest, index) : undefined
}

function tapped({ menus, raw }: Hearing, token: string): readonly Command[] {
  const [id, option] = token.split('.')
  const menu = menus.find((candidate) => candidate.id === id)
  const index = Number(option)
  if (!menu?.options[index] || menu.state === 'gone' || menu.state === 'expired')
    return [{ do: 'stale-pick', used: false, label: raw.trim() }]
  if (menu.state === 'used')
    return [{ do: 'stale-pick', used: true, label: menu.options[index].text }]
  return choose(menu, index)
}

function choose(menu: OfferedMenu, index: number, typed = false): readonly Command[] {
  const isLate = menu.state === 'late'
  const option = menu.options[index]
  if (isLate && option?.dangerous) return [{ do: 'stale-pick', used: false, label: option.text }]
  return [{ do: 'pick', menu: menu.id, option: index, named: isLate, typed }]
}
