/** What the directory says of one member, as the roster understands it. */
import type { Standing } from './decide.ts'
import type { MemberSeen } from './platform.ts'

export interface Told {
  readonly standing: Standing
  /** Only of those who could be seen. */
  readonly departmentIds?: readonly number[]
}

export function toldOf(member: MemberSeen | 'gone' | 'hidden'): Told {
  if (typeof member === 'string') return { standing: member }
  const { isActive, departmentIds } = member
  return { standing: isActive ? 'active' : 'disabled', departmentIds }
}
