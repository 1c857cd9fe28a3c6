/** Finds values for many slots in one sentence; what one slot has taken no other may take. */
import type { Bot } from '../files/folder-schema.ts'
import type { SlotDef, SlotTypeName } from '../files/slot-schema.ts'
import type { Value, Values } from './command.ts'
import { type ChoiceOption, findChoice, findYesNo } from './find-choice.ts'
import { findChoices } from './find-choices.ts'
import { findCodes, findNames, findPhones, findPlates } from './find-identity.ts'
import { findListed } from './find-listed.ts'
import { findMonths } from './find-months.ts'
import { findAmounts, findNumbers, findRatings } from './find-number.ts'
import { findBuildings, findRooms } from './find-room.ts'
import { findTimes } from './find-time.ts'
import type { Match } from './match.ts'
import { clean, normalise } from './normalise.ts'

export interface Wanted {
  readonly slot: string
  readonly def: SlotDef
  /** Options of a choice whose list an action filled. */
  readonly options?: readonly ChoiceOption[] | undefined
}

export interface Extraction {
  readonly found: Values
  /** The sentence without where, who and when: what is left to tell the matter. */
  readonly rest: string
}

interface Finder {
  readonly types: readonly SlotTypeName[]
  /** The span tells where, who or when, and is no part of the matter itself. */
  readonly cuts: boolean
  /** Masked even when no slot wants it, for it would be misread further down. */
  readonly masks?: boolean
  /** One word may mean something for several slots: 马桶 is plumbing, and at home. */
  readonly shares?: boolean
  /** A whole value of this type is never cut up for another type, unless that one is asked for. */
  readonly whole?: SlotTypeName
  find(text: string, wanted: Wanted, bot: Bot, now: Date): readonly Match[]
}

/**
 * The order is not taste (dialogue.md D4): the date recogniser reads the room 5-2-501 as a date and
 * digits of phones as numbers, so rooms go before dates and phones before numbers; the digits of a plate are
 * neither; 1月2月 is two months to whoever asks for months and a day to the recogniser, so months go first; a code is as exact as a button,
 * and means an entry of the list being shown before anything else.
 */
const FINDERS: readonly Finder[] = [
  { types: ['choice'], cuts: true, find: (text, { options = [] }) => findListed(text, options) },
  { types: ['code'], cuts: true, find: findFreeCodes },
  {
    types: ['room', 'building'],
    cuts: true,
    masks: true,
    whole: 'room',
    find: (text, { def }) => (def.type === 'building' ? findBuildings(text) : findRooms(text)),
  },
  { types: ['plate'], cuts: true, masks: true, find: findPlates },
  { types: ['cn_phone'], cuts: true, masks: true, find: findPhones },
  { types: ['amount'], cuts: false, find: findAmounts },
  { types: ['month_range'], cuts: true, find: (text, _, __, now) => findMonths(text, now) },
  { types: ['time_window', 'date', 'time'], cuts: true, find: findWhen },
  { types: ['choice'], cuts: false, shares: true, find: findOption },
  { types: ['multi_choice'], cuts: false, shares: true, find: findSeveral },
  {
    types: ['yes_no'],
    cuts: false,
    find: (text, { def }, bot) => findYesNo(text, def, bot.words),
  },
  {
    types: ['rating'],
    cuts: false,
    find: (text, { def }, bot) => findRatings(text, def, bot.words.negation),
  },
  {
    types: ['number', 'integer'],
    cuts: false,
    find: (text, { def }) => findNumbers(text, def),
  },
  { types: ['person_name'], cuts: true, find: findNames },
]
const ROOM_LIKE: Wanted = { slot: '', def: { type: 'room' } }

interface ExtractOptions {
  readonly bot: Bot
  readonly now: Date
  /** Slots for which a loose find is good enough: the one being asked, or the one named. */
  readonly loose?: readonly string[]
  /** Of several finds take the last: in 不是3栋是5栋 the second is meant. */
  readonly last?: boolean
}

/** `wanted` in order of claim: the asked slot first, then empty ones, then filled ones. */
export function extract(
  raw: string,
  wanted: readonly Wanted[],
  options: ExtractOptions,
): Extraction {
  const found: Record<string, Value> = {}
  let text = normalise(raw)
  let rest = clean(raw)
  for (const finder of FINDERS) {
    const claims = claim(finder, text, wanted, options)
    for (const { slot, match } of claims) found[slot] = toValue(match)
    const spans = claims.map(({ match }) => match)
    if (finder.cuts) rest = spans.reduce(blot, rest)
    text = spans.reduce(blot, text)
    if (finder.masks)
      text = finder.find(text, ROOM_LIKE, options.bot, options.now).reduce(blot, text)
  }
  return { found, rest: tidy(rest, options.bot.words) }
}

/** What each slot of the finder's types takes; but for shared words no span is taken twice. */
function claim(
  finder: Finder,
  text: string,
  wanted: readonly Wanted[],
  { bot, now, loose = [], last = false }: ExtractOptions,
): readonly { slot: string; match: Match }[] {
  const claims: { slot: string; match: Match }[] = []
  const rank = ({ slot, def }: Wanted) =>
    finder.whole === undefined || def.type === finder.whole || loose.includes(slot) ? 0 : 1
  const wanting = wanted.filter(({ def }) => finder.types.includes(def.type))
  for (const want of wanting.toSorted((a, b) => rank(a) - rank(b))) {
    const open = finder.shares ? text : claims.map(({ match }) => match).reduce(blot, text)
    const usable = finder
      .find(open, want, bot, now)
      .filter((match) => match.strict || loose.includes(want.slot))
    const match = prefer(usable, last)
    if (match) claims.push({ slot: want.slot, match })
  }
  return claims
}

function findWhen(text: string, { def }: Wanted, bot: Bot, now: Date): readonly Match[] {
  const { type } = def
  if (type !== 'date' && type !== 'time' && type !== 'time_window') return []
  const asap = [...bot.words.asap, ...(def.flexible_words ?? [])]
  return findTimes(text, type, {
    now,
    dayParts: bot.day_parts,
    visitWindowMs: bot.limits.visit_window,
    asap,
  })
}

/** 1501 of 3栋2单元1501 and 3号 of 3号楼 are parts of a place, and no codes. */
function findFreeCodes(text: string, { def }: Wanted): readonly Match[] {
  const places = [...findRooms(text), ...findBuildings(text)]
  return findCodes(text, def).filter(
    ({ start, end }) =>
      !places.some(
        (place) =>
          place.start <= start && end <= place.end && end - start < place.end - place.start,
      ),
  )
}

function findOption(text: string, { def, options }: Wanted, bot: Bot): readonly Match[] {
  return findChoice(text, options ?? def.options ?? [], bot.words)
}

function findSeveral(text: string, { def, options }: Wanted): readonly Match[] {
  return findChoices(text, options ?? def.options ?? [], def.all_words)
}

function prefer(matches: readonly Match[], last: boolean): Match | undefined {
  const strict = matches.filter((match) => match.strict)
  return (strict.length > 0 ? strict : matches).at(last ? -1 : 0)
}

function toValue({ value, shown, strict, fragment }: Match): Value {
  return { value, strict, ...(shown !== undefined && { shown }), ...(fragment && { fragment }) }
}

/** No finder's pattern runs across the bar. */
function blot(text: string, { start, end }: Match): string {
  return text.slice(0, start) + '|'.repeat(end - start) + text.slice(end)
}

/** Clauses that say nothing once their spans are gone (…在家) are dropped. */
function tidy(text: string, { filler, particles }: Bot['words']): string {
  if (!text.includes('|')) return text.trim()
  const empty = [...filler, ...particles].toSorted((a, b) => b.length - a.length)
  return text
    .split(/([，,。.！!；;、\n])/)
    .map((clause) =>
      clause.includes('|') && isEmpty(clause, empty) ? '' : clause.replaceAll('|', ''),
    )
    .join('')
    .replace(/^[\s，,。.；;、]+|[\s，,；;、]+$/g, '')
    .replace(/([，,。；;、])[，,。；;、]+/g, '$1')
}

/** True when nothing is left but words that carry no matter. */
export function isEmpty(text: string, words: readonly string[]): boolean {
  let left = text
  for (const word of words) left = left.replaceAll(word, '')
  return !/[\p{L}\p{N}]/u.test(left)
}
