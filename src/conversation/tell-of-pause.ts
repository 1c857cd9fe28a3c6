/** Tells whoever can mend it that an account sends nothing, and that it sends again (wecom.md 4.2: alert, circuit-break). */
import { houseStaff } from '../desk/staff/project-staff.ts'
import type { Work } from '../desk/work.ts'
import type { SendPause } from '../outbox/pause.ts'

/** What is not configured at all stands in the log from the start, and is no news. */
const PLATFORM_CODE = /^-?\d+$/

/** The staff group hears it by its robot; when the robot is what is broken, the managers do in the app. */
export async function tellOfPause(
  work: Work,
  pause: SendPause,
  news: 'paused' | 'resumed',
): Promise<void> {
  if (!PLATFORM_CODE.test(pause.code)) return
  const [channel = ''] = pause.line.split('/')
  const projects = await projectsOf(work, pause.corpId)
  const note = {
    words: `conversation.channel_${news}`,
    values: { channel, code: pause.code },
    key: `${news}-${pause.line}-${pause.since.getTime()}`,
    purpose: 'alert',
  } as const
  if (channel !== 'wecom-robot') {
    for (const projectId of projects.slice(0, 1)) {
      await work.tell.robot(work, projectId, { ...note, mention: [] })
    }
    return
  }
  for (const projectId of projects) {
    for (const { id, userId } of await houseStaff(work.tx, projectId, ['manager'])) {
      await work.tell.staff(work, id, { ...note, key: `${note.key}-${userId}` })
    }
  }
}

/** Oldest first: all projects of a company share one robot, and a manager of several is told once. */
async function projectsOf(work: Work, corpId: string): Promise<readonly string[]> {
  const rows = await work.tx
    .selectFrom('project')
    .select('id')
    .where('corpId', '=', corpId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}
