/**
 * Watches whether what is due is done, in every process and by a timer of its own: neither the queue nor a worker has
 * to live for somebody to be told.
 */
import type { WorkMaker } from '../../conversation/work-maker.ts'
import { countOverdue, overdueSteps, rearmOverdue } from '../../desk/clocks/overdue.ts'
import { houseStaff } from '../../desk/staff/project-staff.ts'
import type { Work } from '../../desk/work.ts'
import type { Log } from '../../log.ts'
import { type Finding, type FindingKind, findings, type WatchDeps } from './findings.ts'

export interface WatchmanDeps extends WatchDeps {
  readonly makeWork: WorkMaker
  readonly log: Log
  /** Told again after this long while it lasts. */
  readonly againMs: number
  /** Sends what was just told, by this process itself: those who usually send may be what is gone. */
  readonly sendNow: (keyPrefix: string) => Promise<void>
}

export const WATCH_KEY = 'watch-'

const KINDS: readonly FindingKind[] = ['loops', 'alarms', 'steps', 'queue']

/** A finding is told when two looks in a row find it: what is just being done is no finding. */
export function openWatchman(deps: WatchmanDeps): { look(): Promise<readonly Finding[]> } {
  let before = new Set<FindingKind>()
  return {
    async look() {
      const found = await findings(deps)
      const lasting = found.filter(({ kind }) => before.has(kind))
      before = new Set(found.map(({ kind }) => kind))
      const over = KINDS.filter((kind) => !before.has(kind))
      const isNews = await deps.db.transaction().execute(async (tx) => {
        const work = deps.makeWork(tx, { kind: 'system', name: 'watchman' })
        if (lasting.some(({ kind }) => kind === 'steps')) await giveAlarmsBack(deps, work)
        let isTold = false
        for (const one of lasting) isTold = (await alarm(deps, work, one)) || isTold
        for (const kind of over) isTold = (await allClear(deps, work, kind)) || isTold
        return isTold
      })
      if (isNews) await deps.sendNow(WATCH_KEY)
      return lasting
    },
  }
}

/** The oldest first, so many at a look: the next look goes on. */
async function giveAlarmsBack({ lateMs, log }: WatchmanDeps, work: Work): Promise<void> {
  const now = new Date(work.now.getTime() - lateMs)
  const found = await countOverdue(work.tx, now)
  const { most } = work.rules.clocks.watch
  const armed = await rearmOverdue(work, await overdueSteps(work.tx, { now, most }))
  log.error({ found, armed }, 'promises in time had lost their alarm')
}

/** True when somebody was told now. Of several processes that see it, one tells. */
async function alarm(deps: WatchmanDeps, work: Work, { kind, count }: Finding): Promise<boolean> {
  const now = deps.realClock.now()
  const again = new Date(now.getTime() - deps.againMs)
  const row = await work.tx
    .insertInto('watch_finding')
    .values({ kind, since: now, toldAt: now })
    .onConflict((conflict) =>
      conflict
        .column('kind')
        .doUpdateSet({ toldAt: now })
        .where('watch_finding.toldAt', '<=', again),
    )
    .returning(['since', 'toldAt'])
    .executeTakeFirst()
  if (!row) return false
  deps.log.error({ kind, count }, 'what is due is not done')
  await tell(work, `${kind}-${row.toldAt.getTime()}`, 'clocks.watch.found', {
    kind,
    count,
    minutes: Math.floor((now.getTime() - row.since.getTime()) / 60_000),
  })
  return true
}

async function allClear(deps: WatchmanDeps, work: Work, kind: FindingKind): Promise<boolean> {
  const gone = await work.tx
    .deleteFrom('watch_finding')
    .where('kind', '=', kind)
    .returning('since')
    .executeTakeFirst()
  if (!gone) return false
  const minutes = Math.ceil((deps.realClock.now().getTime() - gone.since.getTime()) / 60_000)
  await tell(work, `${kind}-${gone.since.getTime()}-over`, 'clocks.watch.over', { kind, minutes })
  return true
}

/** The group of each company by its robot, and each project's dispatchers and managers in the app, each once. */
async function tell(
  work: Work,
  name: string,
  words: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const projects = await work.tx
    .selectFrom('project')
    .select(['id', 'corpId'])
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  const told = new Set<string>()
  for (const { id: projectId, corpId } of projects) {
    const note = { words, values, purpose: 'alert' } as const
    if (!told.has(corpId)) {
      const key = `${WATCH_KEY}${name}-${corpId}`
      await work.tell.robot(work, projectId, { ...note, key, mention: [] })
    }
    told.add(corpId)
    for (const { id, userId } of await houseStaff(work.tx, projectId, ['dispatcher', 'manager'])) {
      const person = `${corpId}/${userId}`
      if (told.has(person)) continue
      told.add(person)
      await work.tell.staff(work, id, { ...note, key: `${WATCH_KEY}${name}-${person}` })
    }
  }
}
