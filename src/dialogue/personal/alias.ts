/** Gives people, homes and numbers of a talk other ones of the same form: the same every time they are said. */
import { canonicalRoom, roomParts } from '../understand/find-room.ts'
import type { RoomFragment } from '../understand/match.ts'
import { type Personal, withoutPersonal } from './find-personal.ts'

export interface Alias {
  /** What somebody said. */
  text(text: string): string
  /** A canonical room, `3-2-501`. */
  room(code: string): string
  name(name: string): string
  phone(phone: string): string
  /** Strings anywhere in a value. */
  json(value: unknown): unknown
}

const NAMES = ['李小明', '王小红', '张小华', '陈小军', '刘小芳', '赵小强', '孙小丽', '周小勇']

/** `names`: people known to be talked about, who are found without 我叫 and the like. */
export function openAlias(names: readonly string[]): Alias {
  const other = openOthers()
  const name = (real: string) =>
    other('name', real, (count) => NAMES[count - 1] ?? `李${numeral(count)}`)
  const phone = (real: string) =>
    other('phone', real.replace(/\D/g, ''), (count) => `1390000${pad(count, 4)}`)
  const put = (found: Personal): string => {
    const { kind, text: real, fragment = {} } = found
    if (kind === 'room') return placeIn(otherPlace(other, fragment))
    if (kind === 'name') return name(real)
    if (kind === 'phone') return phone(real)
    return other(kind, real, (count) => MADE_UP[kind](count, real))
  }
  const text = (said: string) => withoutPersonal(said, names, put)
  const json = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value)
    if (Array.isArray(value)) return value.map(json)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, json(each)]))
  }
  const room = (code: string) => canonicalRoom(otherPlace(other, roomParts(code))) ?? code
  return { text, room, name, phone, json }
}

type Other = (kind: string, real: string, make: (count: number) => string) => string

/** The next made-up one of a kind that is not what it stands for; the same for the same. */
function openOthers(): Other {
  const given = new Map<string, string>()
  const counts = new Map<string, number>()
  return (kind, real, make) => {
    const key = `${kind} ${real}`
    let made = given.get(key) ?? real
    for (let count = counts.get(kind) ?? 0; made === real; count += 1) {
      made = make(count + 1)
      counts.set(kind, count + 1)
    }
    given.set(key, made)
    return made
  }
}

const MADE_UP = {
  plate: (count) => `粤B${pad(count, 5)}`,
  mail: (count) => `user${count}@example.com`,
  link: (count) => `https://example.com/${count}`,
  account: (count) => `user_${pad(count, 4)}`,
  id: (count) => `id-${count}`,
  number: (count, real) => digitsOf(real, count),
} as const satisfies Partial<Record<Personal['kind'], (count: number, real: string) => string>>

/** Floors tell nothing without a house. */
function otherPlace(other: Other, { building, unit, floor, room }: RoomFragment): RoomFragment {
  return {
    ...(building && { building: other('building', building, String) }),
    ...(unit && { unit: other('unit', unit, String) }),
    ...(floor && { floor }),
    ...(room && { room: other('room', room, (count) => `${100 + count}`) }),
  }
}

function placeIn({ building, unit, floor, room }: RoomFragment): string {
  const parts = [building && `${building}栋`, unit && `${unit}单元`, floor && `${floor}楼`, room]
  return parts.filter((part) => part !== undefined).join('')
}

/** The same form with other digits: BX20261123-0001 → BX00000000-0001. */
function digitsOf(text: string, count: number): string {
  const digits = text.replace(/\D/g, '').length
  const made = pad(count, digits)
  let at = 0
  return text.replace(/\d/g, () => made[at++] ?? '0')
}

function pad(count: number, length: number): string {
  return String(count).padStart(length, '0').slice(-length)
}

function numeral(count: number): string {
  return [...String(count)].map((digit) => '零一二三四五六七八九'[Number(digit)]).join('')
}
