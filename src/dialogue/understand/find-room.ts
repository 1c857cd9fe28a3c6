/** Rooms and buildings as owners write them: 3栋2单元501, 八栋二单元703房, G2栋320, 5-2-501, A座1203室. */
import type { Match, RoomFragment } from './match.ts'
import { NUMERAL, readNumeral } from './numerals.ts'

const GAP = '[\\s,、的]{0,2}'
const PHASE = `(?:第?[${NUMERAL}]{1,3}[期区])?`
const BUILDING = `([A-Za-z]?[${NUMERAL}]{1,3}|[A-Za-z])(?:号?[栋幢座]|号楼|#楼?)`
const UNIT = `([${NUMERAL}]{1,3}|[A-Za-z])(?:号?单元|门(?![禁口锁窗卡铃]))`
const FLOOR = `([${NUMERAL}]{1,3})[层楼]`
const ROOM_NAMED = `([A-Za-z]?[${NUMERAL}]{2,5}[A-Za-z]?)(?:号?[室房户]间?|号(?![楼线]))`
/** Without 室 or 房 behind it, a number is a room only at the right length and before nothing it could count. */
const ROOM_BARE = `([A-Za-z]?[${NUMERAL}]{3,4}[A-Za-z]?)(?![\\d:年月点元块])`

/** In this order: a fuller form is tried before its parts. */
const FORMS: readonly { readonly form: RegExp; readonly parts: readonly (keyof RoomFragment)[] }[] =
  [
    {
      form: /(?<![\dA-Za-z-])([A-Za-z]?\d{1,3}|[A-Za-z])[-/](\d{1,2})[-/](\d{3,4}[A-Za-z]?)(?![\d-])/g,
      parts: ['building', 'unit', 'room'],
    },
    {
      form: /(?<![\dA-Za-z-])([A-Za-z]?\d{1,3}|[A-Za-z])-(\d{3,4}[A-Za-z]?)(?![\d-])/g,
      parts: ['building', 'room'],
    },
    {
      form: compose(
        `${PHASE}${BUILDING}`,
        `(?:${UNIT})?`,
        `(?:${FLOOR})?`,
        `(?:${ROOM_NAMED}|${ROOM_BARE})?`,
      ),
      parts: ['building', 'unit', 'floor', 'room', 'room'],
    },
    {
      form: compose(UNIT, `(?:${FLOOR})?`, `(?:${ROOM_NAMED}|${ROOM_BARE})?`),
      parts: ['unit', 'floor', 'room', 'room'],
    },
    {
      form: compose(`(?:${FLOOR})?`, `(?<!\\d)([A-Za-z]?[${NUMERAL}]{2,5}[A-Za-z]?)号?[室房户]`),
      parts: ['floor', 'room'],
    },
    { form: new RegExp(`(?<![${NUMERAL}-])${FLOOR}`, 'g'), parts: ['floor'] },
  ]

/** Texts without any of these hold no room and need not be searched. */
const CAN_HOLD = /[栋幢座室房户层楼#]|单元|门|\d{3}|[-/]\d/

const BUILDING_FIRST = new RegExp(`^${PHASE}${BUILDING}`)

/** A whole message that is nothing but a room's number: 501. */
const ALONE = /^\s*([A-Za-z]?\d{3,4}[A-Za-z]?)\s*$/

/** Strict when building and room are both there; parts are loose and carry their fragment. */
export function findRooms(text: string): readonly Match[] {
  const alone = ALONE.exec(text)
  if (alone?.[1]) return [roomMatch({ room: alone[1].toUpperCase() }, 0, text.length)]
  if (!CAN_HOLD.test(text)) return []
  const found: Match[] = []
  let rest = text
  for (const { form, parts } of FORMS)
    for (const match of rest.matchAll(form)) {
      const fragment = read(match, parts)
      if (!fragment) continue
      const end = match.index + match[0].length
      found.push(roomMatch(fragment, match.index, end))
      rest = rest.slice(0, match.index) + '\u0000'.repeat(match[0].length) + rest.slice(end)
    }
  return found.toSorted((a, b) => a.start - b.start)
}

/**
 * A building alone, for slots that want no more. Of 3栋2单元5楼 it takes only 3栋: unit and floor stay in the
 * sentence, for whoever has to find the place.
 */
export function findBuildings(text: string): readonly Match[] {
  const named = findRooms(text).filter((match) => match.fragment?.building)
  if (named.length > 0)
    return named.map(({ start, end, fragment }) => {
      const building = fragment?.building ?? ''
      const said = BUILDING_FIRST.exec(text.slice(start, end))?.[0].length ?? end - start
      return { start, end: start + said, value: building, shown: `${building}栋`, strict: true }
    })
  const alone = /^\s*([A-Za-z]?\d{1,3}|[A-Za-z])\s*$/.exec(text)?.[1]?.toUpperCase()
  return alone
    ? [{ start: 0, end: text.length, value: alone, shown: `${alone}栋`, strict: false }]
    : []
}

/** `3-2-501`, without unit `3-501`; undefined while building or room is missing. */
export function canonicalRoom({ building, unit, room }: RoomFragment): string | undefined {
  if (!building || !room) return undefined
  return [building, unit, room].filter((part) => part !== undefined).join('-')
}

/** The parts of a canonical code, to merge a correction such as 是3栋 into. */
export function roomParts(code: string): RoomFragment {
  const [building, second, third] = code.split('-')
  if (!building || !second) return { room: code }
  return third ? { building, unit: second, room: third } : { building, room: second }
}

function roomMatch(fragment: RoomFragment, start: number, end: number): Match {
  const code = canonicalRoom(fragment)
  return { start, end, value: code, strict: code !== undefined, fragment }
}

function read(
  match: RegExpExecArray,
  parts: readonly (keyof RoomFragment)[],
): RoomFragment | undefined {
  const fragment: Partial<Record<keyof RoomFragment, string>> = {}
  for (const [index, part] of parts.entries()) {
    const text = match[index + 1]
    if (text === undefined) continue
    const value = readPart(text)
    if (value === undefined) return undefined
    fragment[part] = value
  }
  return Object.keys(fragment).length > 0 ? fragment : undefined
}

/** Letters stay, numerals become digits: 八 → 8, g2 → G2, 零五零一 → 0501. */
function readPart(text: string): string | undefined {
  const [, before = '', numeral = '', after = ''] = /^([A-Za-z]?)(.*?)([A-Za-z]?)$/.exec(text) ?? []
  const number = /^\d*$/.test(numeral) ? numeral : readNumeral(numeral)
  if (number === undefined) return undefined
  return `${before}${number}${after}`.toUpperCase()
}

function compose(...parts: string[]): RegExp {
  return new RegExp(`(?<![A-Za-z])${parts.join(GAP)}`, 'g')
}
