/** Reading the fields of a call's JSON as strictly as the platform does, each with the code it refuses with. */
import { isJsonObject, type Json, type JsonObject } from './json.ts'
import { need, Refused } from './refused.ts'

export interface TextRule {
  /** In bytes of UTF-8, unless `chars` is set. */
  readonly max?: number
  readonly chars?: boolean
  /** The code for a missing or empty value; without it an absent value reads as ''. */
  readonly required?: number
  /** The code for a value that is too long; 40058 otherwise. */
  readonly tooLong?: number
}

/** The text at `name`. Anything that is not a string is refused, never converted. */
export function text(of: JsonObject, name: string, rule: TextRule = {}): string {
  const value = of[name]
  if (value === undefined || value === null || value === '') {
    if (rule.required !== undefined) throw new Refused(rule.required, `missing ${name}`)
    return ''
  }
  need(typeof value === 'string', 40058, `${name} must be a string`)
  if (rule.max !== undefined) {
    const length = rule.chars ? [...value].length : byteLength(value)
    need(
      length <= rule.max,
      rule.tooLong ?? 40058,
      `${name} is ${length} long, at most ${rule.max}`,
    )
  }
  return value
}

/** The whole number at `name`, or `fallback` when it is absent. */
export function integer(of: JsonObject, name: string, fallback?: number): number {
  const value = of[name]
  if (value === undefined && fallback !== undefined) return fallback
  need(typeof value === 'number' && Number.isInteger(value), 40058, `${name} must be an integer`)
  return value
}

export function decimal(of: JsonObject, name: string): number {
  const value = of[name]
  need(typeof value === 'number' && Number.isFinite(value), 40058, `${name} must be a number`)
  return value
}

/** The object at `name`; `code` when it is missing or something else. */
export function object(of: JsonObject, name: string, code = 40058): JsonObject {
  const value = of[name]
  need(isJsonObject(value), code, `${name} must be an object`)
  return value
}

export interface ListRule {
  readonly max: number
  readonly min?: number
  /** The code for too many or too few; 40058 otherwise. */
  readonly code?: number
}

/** The list at `name`; an absent one is empty. */
function list(of: JsonObject, name: string, rule: ListRule): readonly Json[] {
  const value = of[name] ?? []
  const code = rule.code ?? 40058
  need(Array.isArray(value), code, `${name} must be a list`)
  const count = (value as readonly Json[]).length
  need(count <= rule.max, code, `${name} has ${count} items, at most ${rule.max}`)
  need(count >= (rule.min ?? 0), code, `${name} has ${count} items, at least ${rule.min}`)
  return value as readonly Json[]
}

/** Every item of the list as an object. */
export function objects(of: JsonObject, name: string, rule: ListRule): readonly JsonObject[] {
  return list(of, name, rule).map((item) => {
    need(isJsonObject(item), rule.code ?? 40058, `${name} must hold objects`)
    return item
  })
}

/** Every item of the list as a text that is not empty. */
export function texts(of: JsonObject, name: string, rule: ListRule): readonly string[] {
  return list(of, name, rule).map((item) => {
    need(typeof item === 'string' && item !== '', rule.code ?? 40058, `${name} must hold strings`)
    return item
  })
}

/** Every item of the list as a whole number. */
export function integers(of: JsonObject, name: string, rule: ListRule): readonly number[] {
  return list(of, name, rule).map((item) => {
    need(Number.isInteger(item), rule.code ?? 40058, `${name} must hold integers`)
    return Number(item)
  })
}

/** An address with its scheme. `code` when it is missing, has no scheme or is too long. */
export function webAddress(of: JsonObject, name: string, code = 40058): string {
  const value = text(of, name, { required: code, max: 2048, tooLong: code })
  need(/^https?:\/\/[^\s]+$/.test(value), code, `${name} must begin with http:// or https://`)
  return value
}

export function byteLength(value: string): number {
  return Buffer.byteLength(value, 'utf8')
}

/** Half of a surrogate pair anywhere in a call is refused as 40033, and nesting beyond all use as 40058. */
export function refuseBrokenText(value: Json | undefined, depth = 0): void {
  need(depth < 32, 40058, 'too deeply nested')
  if (typeof value === 'string') need(!BROKEN.test(value), 40033, 'broken character in request')
  else if (Array.isArray(value))
    for (const item of value as Json[]) refuseBrokenText(item, depth + 1)
  else if (isJsonObject(value)) {
    for (const item of Object.values(value)) refuseBrokenText(item, depth + 1)
  }
}

const BROKEN = /\p{Surrogate}/u
