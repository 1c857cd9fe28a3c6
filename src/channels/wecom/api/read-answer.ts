/** Reads the platform's JSON: an errcode that is not zero is its no, whatever the HTTP status says. */
import type { z } from 'zod'
import { callHttp, type HttpCall, type HttpDeps } from './http.ts'
import { reasonOf, WecomRefused, WecomUnanswered } from './wecom-refused.ts'

/** A page of a thousand messages has a few megabytes at most. */
const MOST_BYTES = 32 * 1024 * 1024

/** Calls and reads. `secrets` are kept out of what is thrown: WecomRefused or WecomUnanswered. */
export async function callJson<T>(
  deps: HttpDeps,
  call: HttpCall,
  shape: z.ZodType<T>,
  secrets: readonly string[],
): Promise<T> {
  const { body } = await callHttp(deps, call, MOST_BYTES)
  const json = body && jsonOf(body)
  if (json === undefined) throw new WecomUnanswered(call.path, 'malformed', true)
  throwRefusal(call.path, json, secrets)
  const read = shape.safeParse(json)
  if (!read.success) throw new WecomUnanswered(call.path, 'unexpected shape', true)
  return read.data
}

/** An object, or nothing when the bytes are no JSON object. */
export function jsonOf(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch (error) {
    // A page of HTML from something in between: the caller says so.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** A missing errcode is a yes (wecom.md, first page). */
export function throwRefusal(
  path: string,
  json: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
): void {
  const code = Number(json['errcode'] ?? 0)
  if (code === 0) return
  if (!Number.isInteger(code)) throw new WecomUnanswered(path, 'malformed', true)
  const words = typeof json['errmsg'] === 'string' ? json['errmsg'] : ''
  throw new WecomRefused(path, code, reasonOf(words, secrets))
}
