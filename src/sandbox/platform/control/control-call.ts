/** One call of the control interface: for the desk that runs the sandbox, never part of the real platform. */
import { z } from 'zod'
import type { World } from '../world.ts'
import { readAs } from './in-chinese.ts'
import { WrongInput } from './wrong-input.ts'

export interface ControlCall {
  readonly params: readonly string[]
  readonly query: URLSearchParams
  readonly body: unknown
}

/** What stands around the world: only the control interface may touch it. */
export interface Surroundings {
  readonly world: World
  /** Sets the clock to read `now` at this moment. Only inside a transaction. */
  readonly setClock: (now: Date) => void
  /** Ends the process after this call is answered. */
  readonly stop: () => void
  readonly facts: { readonly version: string; readonly instance: string; readonly pid: number }
}

export interface ControlRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Its groups become `params`. */
  readonly path: RegExp
  run(around: Surroundings, call: ControlCall): unknown
}

/** The value as the schema wants it, or a 400 with what is wrong in one line. */
export function parse<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const read = readAs(schema, value)
  if ('wrong' in read) throw new WrongInput(400, read.wrong)
  return read.value
}

/** A whole number in a query. */
export function readCount(query: URLSearchParams, name: string, fallback: number): number {
  const count = z.coerce.number().int().min(0).max(1e9).default(fallback)
  return parse(count, query.get(name) ?? undefined)
}
