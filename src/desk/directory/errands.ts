/** What is asked of the directory because something changed there. */
import type { DeskErrand } from '../errands/errand.ts'
import { platformAnswer } from '../errands/platform-answer.ts'
import type { Work } from '../work.ts'
import { applyStandings } from './apply-standings.ts'
import { keepDepartments } from './keep-departments.ts'
import type { DepartmentsOrder, LookOrder } from './orders.ts'
import type { DepartmentSeen, DirectoryPlatform, MemberSeen } from './platform.ts'
import { renameMember } from './rename-member.ts'
import { lookAgainLater } from './timers.ts'
import { toldOf } from './told.ts'

interface Looked {
  readonly askedAt: string
  readonly member: MemberSeen | 'gone' | 'hidden'
  readonly renamed?: MemberSeen | 'gone' | 'hidden'
}

/** Reading does no harm: it is simply done again. */
const repeatable = async () => 'absent' as const

export function directoryErrands(deps: {
  readonly platform: DirectoryPlatform
  readonly now: () => Date
}): readonly DeskErrand[] {
  const { platform, now } = deps
  return [
    {
      name: 'directory.look',
      send: (order) =>
        platformAnswer(async () => ({
          askedAt: now().toISOString(),
          ...(await look(platform, order)),
        })),
      lookup: repeatable,
      async settled(work, order, ending) {
        const look = order as LookOrder
        if (ending.state !== 'ok') return lookAgainLater(work, look)
        // A refusal is the company's settings: the regular reading says so, and reads all when they are right.
        if (ending.outcome !== 'ok') return
        await applyLook(work, look, ending.result as unknown as Looked)
      },
    },
    {
      name: 'directory.departments',
      send: () => platformAnswer(async () => ({ departments: await platform.departments() })),
      lookup: repeatable,
      async settled(work, order, { state, outcome, result }) {
        if (state !== 'ok' || outcome !== 'ok') return
        const { departments } = result as { readonly departments: readonly DepartmentSeen[] }
        await keepDepartments(work.tx, (order as DepartmentsOrder).corpId, departments)
      },
    },
  ]
}

async function look(platform: DirectoryPlatform, order: unknown): Promise<Omit<Looked, 'askedAt'>> {
  const { userId, renamedTo } = order as LookOrder
  const member = await platform.member(userId)
  return renamedTo === undefined
    ? { member }
    : { member, renamed: await platform.member(renamedTo) }
}

/** An id that still belongs to somebody was not given up: such an event is old, and nobody is renamed. */
async function applyLook(
  work: Work,
  { corpId, userId, renamedTo }: LookOrder,
  { member, renamed, askedAt }: Looked,
): Promise<void> {
  const isRenamed = member === 'gone' && typeof renamed === 'object'
  if (isRenamed && renamedTo !== undefined) {
    await renameMember(work, corpId, { from: userId, to: renamed.userId })
  }
  const told = new Map([[userId.toLowerCase(), toldOf(member)]])
  if (renamed && renamedTo) told.set(renamedTo.toLowerCase(), toldOf(renamed))
  // What one event cannot show is left to the reading of everybody, which asks for each of them.
  await applyStandings(work, corpId, { told, askedAt: new Date(askedAt) })
}
