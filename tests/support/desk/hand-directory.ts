/** A company directory a test writes by hand. */
import type {
  DepartmentSeen,
  DirectoryPlatform,
  MemberSeen,
} from '../../../src/desk/directory/platform.ts'

export interface HandDirectory extends DirectoryPlatform {
  /** By id. */
  readonly people: Map<string, MemberSeen>
  /** Departments whose members the app may list. */
  readonly listed: Set<number>
  /** Members there are, which the app may not see. */
  readonly hidden: Set<string>
  /** Thrown by every call while it is set. */
  failing: Error | undefined
  /** What was asked, in order. */
  readonly asked: string[]
  put(userId: string, more?: Partial<MemberSeen>): void
}

const DEPARTMENTS: readonly DepartmentSeen[] = [
  { id: 1, parentId: 0, name: '和悦物业' },
  { id: 7, parentId: 1, name: '工程部' },
]

export function handDirectory(): HandDirectory {
  const people = new Map<string, MemberSeen>()
  const hidden = new Set<string>()
  const listed = new Set([1, 7])
  const directory: HandDirectory = {
    people,
    hidden,
    listed,
    failing: undefined,
    asked: [],
    put(userId, more = {}) {
      people.set(userId, { userId, departmentIds: [7], isActive: true, ...more })
    },
    async departments() {
      note('departments')
      return DEPARTMENTS.filter(({ id }) => listed.has(id))
    },
    async membersOf(id) {
      note(`department ${id}`)
      const members = [...people.values()].filter((one) => !hidden.has(one.userId))
      return members.filter((one) => one.departmentIds.includes(id))
    },
    async member(userId) {
      note(userId)
      const wanted = userId.toLowerCase()
      const one = [...people.values()].find((each) => each.userId.toLowerCase() === wanted)
      if (one && hidden.has(one.userId)) return 'hidden'
      return one ?? 'gone'
    },
  }
  function note(what: string): void {
    directory.asked.push(what)
    if (directory.failing) throw directory.failing
  }
  return directory
}
