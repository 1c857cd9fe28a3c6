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
const callFault = z.strictObject({
  on: z.literal('call'),
  /**
   * errcode: answered with `value` and nothing done. status: HTTP status `value`. slow: answered after
   * `value` ms. drop: the line breaks before anything is done. drop-after: the line breaks when it is done.
   * kill-token: the token in use is invalid from now on.
   */
  effect: z.enum(['errcode', 'status', 'slow', 'drop', 'drop-after', 'kill-token']),
  path: z.string().startsWith('/cgi-bin/').optional(),
  value: z.int().min(-1).max(1_000_000).optional(),
  ...times,
})

/** Callbacks to the desk. lose: never sent. repeat: posted `value` times (3). delay: first waits `value` ms. */
const callbackFault = z.strictObject({
  on: z.literal('callback'),
  effect: z.enum(['lose', 'repeat', 'delay', 'reverse']),
  kind: z.enum(['kf', 'app']).optional(),
  value: z.int().min(0).max(60_000).optional(),
  ...times,
})

/** A kf message that is accepted but does not arrive: msg_send_fail with fail_type `value` follows. */
const sendFault = z.strictObject({
  on: z.literal('send'),
  effect: z.literal('fail'),
  value: z.int().min(0).max(100).optional(),
  ...times,
})

/** A page of sync_msg that is empty although there is more. */
const pullFault = z.strictObject({
  on: z.literal('pull'),
  effect: z.literal('empty-page'),
  ...times,
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
  repeat: 3,
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
  if (!fault || fault.left === null) return fault
  if (fault.left === 1) world.tables.faults.remove(fault.id)
  else world.tables.faults.put(fault.id, { ...fault, left: fault.left - 1 })
  return fault
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
