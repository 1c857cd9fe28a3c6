/** Keeps what a call would have said until one message says all of it to its receiver. */
import { setTimer } from '../../../timers/timers.ts'
import type { Work } from '../../work.ts'
import type { PingValues } from './ping-values.ts'
import type { Run } from './run.ts'
import type { Why } from './why-gathered.ts'

export const DIGEST_TIMER = 'clocks.digest'

export interface Gathered {
  /** Of the alarm. */
  readonly key: string
  /** A member's id, `ask:` and the id of a member who is asked, or `robot`. */
  readonly receiver: string
  /** Of the call it stands for, when there is only this one to say. */
  readonly kind: 'warn' | 'assignee' | 'other' | 'robot' | 'still'
  readonly why: Why
  readonly values: PingValues
}

/** The message goes out once nothing more comes to it for a while (rules/clocks.yaml, digest). */
export async function gather(
  work: Work,
  run: Pick<Run, 'id' | 'projectId'>,
  call: Gathered,
): Promise<void> {
  const { key, kind, why, values } = call
  const { projectId } = run
  // One member is of one project, the robot is asked for by project.
  const receiver = call.receiver === 'robot' ? `robot:${projectId}` : call.receiver
  await work.tx
    .insertInto('missed_ping')
    .values({
      ...{ key, kind, why, receiver, projectId, runId: run.id, at: work.now },
      values: JSON.stringify(values),
    })
    .execute()
  await waitForMore(work, receiver)
}

export async function waitForMore(work: Work, receiver: string): Promise<void> {
  const dueAt = new Date(work.now.getTime() + work.rules.clocks.digest.gather * 1000)
  await setTimer(work, { name: DIGEST_TIMER, key: receiver, dueAt, payload: {} })
}
