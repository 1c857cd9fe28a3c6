/** Whom a sentence calls in: colleagues by name, or so many of a trade: "叫人 0007 李军 需要两个人抬", "两名电工". */
import { arabicDigits } from '../../residents/plain-text.ts'
import { NICKNAMES, TITLES } from '../../staff/find-colleagues.ts'
import { SKILLS, type Skill } from '../../staff/roles.ts'
import type { StaffMember } from '../../staff/staff.ts'
import { numberAndRest } from '../named-numbers.ts'

export interface AskedFor {
  readonly people: readonly StaffMember[]
  /** A way of calling somebody that several answer to: one of these is meant. */
  readonly unclear: readonly StaffMember[]
  readonly trades: readonly { readonly skill: Skill; readonly count: number }[]
  /** What for: the words behind the number and the names; all of them where nothing stands there. */
  readonly reason: string
}

const LONGEST = 200

export function readAskedFor(
  words: string,
  colleagues: readonly StaffMember[],
  trades: Readonly<Record<Skill, readonly string[]>>,
): AskedFor {
  const said = words.normalize('NFKC').slice(0, LONGEST).trim()
  const inFull = colleagues.filter(({ name }) => said.includes(name))
  // 李军军 is not 李军 as well.
  const named = inFull.filter(
    ({ name }) => !inFull.some((other) => other.name !== name && other.name.includes(name)),
  )
  const twins = named.filter((one) => named.some((other) => isTwin(one, other)))
  const people = named.filter((one) => !twins.includes(one))
  const wanted = tradesIn(said, trades)
  const rest = without(said, [...named.map(({ name }) => name), ...Object.values(trades).flat()])
  const called = callNames(rest, colleagues).filter((group) => !group.some(isIn(people)))
  return {
    people: [...people, ...called.flatMap((group) => (group.length === 1 ? group : []))],
    unclear: [...twins, ...called.flatMap((group) => (group.length > 1 ? group : []))],
    trades: wanted,
    reason: reasonIn(said, named),
  }
}

const isIn = (people: readonly StaffMember[]) => (one: StaffMember) => people.includes(one)

function isTwin(one: StaffMember, other: StaffMember): boolean {
  return one.id !== other.id && one.name === other.name
}

/** 王师傅, 小王: everybody who is called so, by each way that stands in the text. */
function callNames(text: string, colleagues: readonly StaffMember[]): readonly StaffMember[][] {
  const groups = new Map<string, StaffMember[]>()
  for (const member of colleagues) {
    const way = waysOf(member.name).find((words) => text.includes(words))
    if (way) groups.set(way, [...(groups.get(way) ?? []), member])
  }
  return [...groups.values()]
}

function waysOf(name: string): string[] {
  const surnames = name.length > 2 ? [name.slice(0, 2), name.slice(0, 1)] : [name.slice(0, 1)]
  return [
    ...surnames.flatMap((surname) => TITLES.map((title) => `${surname}${title}`)),
    ...NICKNAMES.map((nickname) => `${nickname}${name.slice(0, 1)}`),
  ]
}

/** The longest word first, so that 弱电工 is no 电工. */
function tradesIn(text: string, trades: Readonly<Record<Skill, readonly string[]>>) {
  const ways = SKILLS.flatMap((skill) => trades[skill].map((word) => ({ skill, word }))).sort(
    (a, b) => b.word.length - a.word.length,
  )
  const found = new Map<Skill, number>()
  let rest = text
  for (const { skill, word } of ways) {
    const at = rest.indexOf(word)
    if (at === -1) continue
    found.set(skill, Math.max(found.get(skill) ?? 0, countAt(rest, at, word)))
    rest = rest.replaceAll(word, '　'.repeat(word.length))
  }
  return [...found].map(([skill, count]) => ({ skill, count }))
}

/** 两名电工 and 电工两名 are two; without a number one. The digits of a ticket are no number of people. */
function countAt(text: string, at: number, word: string): number {
  const before = /([1-9一二两三四五六七八九])\s*[个名位]\s*$/.exec(text.slice(0, at))
  const after = /^\s*([1-9一二两三四五六七八九])\s*[个名位]/.exec(text.slice(at + word.length))
  const [, digit = '1'] = before ?? after ?? []
  return Number(arabicDigits(digit))
}

function without(text: string, words: readonly string[]): string {
  return words.reduce((left, word) => left.replaceAll(word, '　'), text)
}

const SEPARATORS = /^[\s、,，和及跟;；:：]+/

function reasonIn(said: string, named: readonly StaffMember[]): string {
  let rest = (numberAndRest(said).rest || said).replace(SEPARATORS, '')
  for (;;) {
    const name = named.find((one) => rest.startsWith(one.name))?.name
    if (!name) return rest
    rest = rest.slice(name.length).replace(SEPARATORS, '')
  }
}
