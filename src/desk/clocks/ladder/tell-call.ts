/** The messages of one call: to the assignee, to everybody else, and to the group. */
import type { Subject, Work } from '../../work.ts'

interface Call {
  /** Of the alarm: nobody is told twice. */
  readonly key: string
  readonly values: Readonly<Record<string, unknown>>
}

/** The assignee is reminded: his own card has the buttons he needs. */
export async function tellAssignee(
  work: Work,
  staffId: string,
  { key, values }: Call,
): Promise<void> {
  const words = 'clocks.ping.assignee'
  await work.tell.staff(work, staffId, { words, values, key: `ping-${key}`, purpose: 'alert' })
}

/** Before the due time, to whoever holds the matter. */
export async function tellWarning(
  work: Work,
  staffId: string,
  { key, values }: Call,
): Promise<void> {
  await work.tell.staff(work, staffId, { words: 'clocks.warn', values, key, purpose: 'notice' })
}

/** Everybody else can take it. */
export async function cardOfCall(
  work: Work,
  staffId: string,
  call: Call & { readonly card: string; readonly runId: string; readonly subject: Subject },
): Promise<void> {
  const { key, card, runId, subject } = call
  const page = subject.kind === 'ticket' ? work.links.ticketPage(subject.id, staffId) : ''
  await work.tell.card(work, staffId, {
    card,
    values: { ...call.values, page },
    subject: { kind: 'escalation', id: runId },
    key: `ping-${key}`,
  })
}

/** `mention`: directory ids of whom the group is to look at. */
export async function tellRobot(
  work: Work,
  projectId: string,
  { key, ...call }: Call & { readonly words: string; readonly mention: readonly string[] },
): Promise<void> {
  await work.tell.robot(work, projectId, { ...call, key: `ping-${key}`, purpose: 'alert' })
}
