/** What the cards of a task are about: most are taken and finished as tasks, some are decided as what they concern. */
import type { Subject } from '../work.ts'

const DECIDED_AS: Readonly<Record<string, string>> = {
  'decide-binding': 'binding',
  'call-owner': 'callback',
  handoff: 'handoff',
  'approve-notice': 'notice',
  'staff-missing': 'staff-missing',
  'confirm-holidays': 'holidays',
}

export function cardSubject(task: {
  readonly id: string
  readonly kind: string
  readonly subjectId: string | null
}): Subject {
  const kind = DECIDED_AS[task.kind]
  return kind && task.subjectId ? { kind, id: task.subjectId } : { kind: 'task', id: task.id }
}
