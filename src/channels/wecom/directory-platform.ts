/** The company's directory as the desk knows it (wecom.md 2.2; path/90196, path/90201, path/90208). */
import type { DirectoryPlatform, MemberSeen } from '../../desk/directory/platform.ts'
import type { WecomApi } from './api/client.ts'
import { getMember, listDepartments, listMembers, type MemberEntry } from './api/directory.ts'
import { WecomRefused } from './api/wecom-refused.ts'
import { preparing } from './send-refusal.ts'

/** Nobody of this id (wecom.md 4.3). */
const GONE = 60111
/** No right on the member; outside the visible range; an id that cannot be one says nothing either. */
const HIDDEN = [60011, 60031, 40003]
/** A department the app sees the name of and not the members. */
const CLOSED = [60011, 60031, 60003]
/** wecom.md 2.2: 1 active, 2 disabled, 4 never logged in, 5 left. */
const OUT = [2, 5]

export function directoryPlatform(api: WecomApi): DirectoryPlatform {
  return {
    async departments() {
      const list = await preparing(listDepartments(api))
      return list.map(({ id, parentid, name }) => ({ id, parentId: parentid, name }))
    },
    async membersOf(departmentId) {
      const list = await unless(CLOSED, listMembers(api, departmentId))
      return typeof list === 'number' ? [] : list.map(seen)
    },
    async member(userId) {
      const one = await unless([GONE, ...HIDDEN], getMember(api, userId))
      if (typeof one !== 'number') return seen(one)
      return one === GONE ? 'gone' : 'hidden'
    },
  }
}

/** The answer, or the code of a refusal that is one. */
function unless<T extends object>(codes: readonly number[], call: Promise<T>): Promise<T | number> {
  const answered = call.catch((error: unknown) => {
    if (error instanceof WecomRefused && codes.includes(error.code)) return error.code
    throw error
  })
  return preparing(answered)
}

function seen({ userid, department, status, enable }: MemberEntry): MemberSeen {
  const isOut = enable === 0 || (status !== undefined && OUT.includes(status))
  return { userId: userid, departmentIds: department, isActive: !isOut }
}
