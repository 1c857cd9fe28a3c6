/** What clocks and ladders must know about the matters they belong to; asked of the services that own them. */
import type { Skill } from '../staff/roles.ts'
import type { StaffMember } from '../staff/staff.ts'
import type { Work } from '../work.ts'

export interface SubjectView {
  readonly projectId: string
  /** What people call it: BX20261121-0007. */
  readonly number: string
  readonly title: string
  readonly place: string
  /** Who reported it and lives where, for a matter whose place nobody has said. */
  readonly reporter?: string
  readonly priority: string
  readonly skill: Skill | null
  readonly buildingCode: string | null
  /** Whose lead is asked first: the team of whoever has it. */
  readonly teamId?: string | null
  readonly assigneeStaffId: string | null
  /** Who answers for it from its first word (首问责任人). */
  readonly responderStaffId?: string | null
  /** Nobody is called about a matter that is over. */
  readonly isOpen: boolean
  /** Given when not everybody is called about it: those of some members who are. */
  readonly callable?: (members: readonly StaffMember[]) => Promise<readonly StaffMember[]>
  /** Shows whoever has it its own card once more; false when they do not have it, or nothing is to be done with it. */
  readonly show?: (staffId: string) => Promise<boolean>
  /** Not everybody may know of it: the group hears no name and no word. */
  readonly isConfidential?: boolean
}

/** By kind of subject. */
export type Subjects = Readonly<
  Record<string, (work: Work, id: string) => Promise<SubjectView | null>>
>

/**
 * The matter, or null when there is none of this id.
 * @throws Error when nobody answers for this kind: the desk was put together without it
 */
export async function viewOf(
  subjects: Subjects,
  work: Work,
  subject: { readonly kind: string; readonly id: string },
): Promise<SubjectView | null> {
  const view = subjects[subject.kind]
  if (!view) throw new Error(`nobody answers for subjects of kind "${subject.kind}"`)
  return view(work, subject.id)
}
