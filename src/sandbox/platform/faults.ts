/** Disturbances on demand: what the platform, or the line to it, may do wrong at any time (wecom.md 12.3). */
import { z } from 'zod'
import type { FaultRow } from './store/rows.ts'
import type { World } from './world.ts'

const times = {
  /** How often it happens; without it, until it is cleared. */
  count: z.int().min(1).max(100_000).optional(),
  /** How likely it happens each time, 0 to 1. */
  rate: z.number().gt(0).max(1).optional(),
}

/** Calls of the desk. `path` limits it to paths that begin so. */
const callFault = z
  .strictObject({
    on: z.literal('call'),
    /**
     * errcode: answered with `value` and nothing done. status: HTTP status `value`. garbled: 200 with a page of a
     * gateway instead of JSON. slow: answered after `value` ms. drop: the line breaks before anything is done.
     * drop-after: the line breaks when it is done. timeout, timeout-after: the same, and the line is left open
     * for `value` ms without an answer. kill-token: the token in use is invalid from now on.
     */
    effect: z.enum([
      'errcode',
      'status',
      'garbled',
      'slow',
      'drop',
      'drop-after',
      'timeout',
      'timeout-after',
      'kill-token',
    ]),
    path: z.string().startsWith('/cgi-bin/', '要以 /cgi-bin/ 开头').optional(),
    value: z.int().min(-1).max(1_000_000).optional(),
    ...times,
  })
  .refine(({ effect, value = 502 }) => effect !== 'status' || (value >= 400 && value <= 599), {
    path: ['value'],
    message: '状态码要在 400 到 599 之间',
  })

/**
 * Callbacks to the desk. lose: never sent. repeat: posted `value` times (3). delay: first waits `value` ms.
 * unheard: the answers of the first `value` attempts (1) are lost on the way, so that it is sent again.
 * reverse: held back until `count` of them have come, then sent newest first.
 */
const callbackFault = z
  .strictObject({
    on: z.literal('callback'),
    effect: z.enum(['lose', 'repeat', 'delay', 'unheard', 'reverse']),
    kind: z.enum(['kf', 'app']).optional(),
    value: z.int().min(0).max(60_000).optional(),
    ...times,
  })
  .refine(({ effect, count = 0 }) => effect !== 'reverse' || count >= 2, {
    path: ['count'],
    message: '要写明攒几条再倒着发，至少 2 条',
  })
  .refine(({ effect, value = 1 }) => effect !== 'repeat' || (value >= 1 && value <= 20), {
    path: ['value'],
    message: '重复次数要在 1 到 20 之间',
  })

/** A kf message that is accepted but does not arrive: msg_send_fail with fail_type `value` follows. */
const sendFault = z.strictObject({
  on: z.literal('send'),
  effect: z.literal('fail'),
  value: z.int().min(0).max(100).optional(),
  ...times,
})

/** Pages of sync_msg. empty-page: nothing in it although there is more. again: begins `value` items (3) too early. */
const pullFault = z
  .strictObject({
    on: z.literal('pull'),
    effect: z.enum(['empty-page', 'again']),
    value: z.int().min(1).max(1000).optional(),
    ...times,
  })
  .refine(({ effect, value }) => effect !== 'empty-page' || value === undefined, {
    path: ['value'],
    message: '空页没有这一项',
  })

export const faultSchema = z.discriminatedUnion('on', [
  callFault,
  callbackFault,
  sendFault,
  pullFault,
])

export type Fault = z.infer<typeof faultSchema>

/** What `value` is when a fault does not say. */
const USUAL_VALUE: Readonly<Record<string, number>> = {
  errcode: -1,
  status: 502,
  slow: 1000,
  timeout: 60_000,
  'timeout-after': 60_000,
  repeat: 3,
  unheard: 1,
  again: 3,
  delay: 1000,
  fail: 13,
}

export function addFault(world: World, fault: Fault): FaultRow {
  const row: FaultRow = {
    id: world.random.id(8),
    on: fault.on,
    effect: fault.effect,
    value: 'value' in fault && fault.value !== undefined ? fault.value : usualValue(fault.effect),
    left: fault.count ?? null,
    rate: fault.rate ?? 1,
    struck: 0,
    ...('path' in fault && fault.path !== undefined ? { path: fault.path } : {}),
    ...('kind' in fault && fault.kind !== undefined ? { kind: fault.kind } : {}),
  }
  world.tables.faults.put(row.id, row)
  return row
}

/** What is happening now: its `on`, and what the fault may be limited to. */
export interface Occasion {
  readonly on: FaultRow['on']
  readonly path?: string
  readonly kind?: 'kf' | 'app'
}

/** The fault that strikes on this occasion, used up by one; undefined when none does. */
export function takeFault(world: World, occasion: Occasion): FaultRow | undefined {
  const fault = [...world.tables.faults.all()].find(
    (row) => fits(row, occasion) && (row.rate === 1 || world.random.fraction() < row.rate),
  )
  if (!fault) return undefined
  const left = fault.left === null ? null : fault.left - 1
  if (left === 0) world.tables.faults.remove(fault.id)
  else world.tables.faults.put(fault.id, { ...fault, left, struck: fault.struck + 1 })
  return fault
}

/** Ends one disturbance; false when there is none of that id. */
export function endFault(world: World, id: string): boolean {
  const isThere = world.tables.faults.get(id) !== undefined
  if (isThere) world.tables.faults.remove(id)
  return isThere
}

export function clearFaults(world: World): void {
  for (const id of [...world.tables.faults.keys()]) world.tables.faults.remove(id)
}

function fits(row: FaultRow, occasion: Occasion): boolean {
  if (row.on !== occasion.on) return false
  if (row.kind !== undefined && row.kind !== occasion.kind) return false
  return row.path === undefined || (occasion.path ?? '').startsWith(row.path)
}

function usualValue(effect: string): number {
  return USUAL_VALUE[effect] ?? 0
}
