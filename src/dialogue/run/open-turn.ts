/** The state a turn begins with: the session, and the versions of flows its runs keep to (dialogue.md D13). */
import { isTooOld, pinnedRuns } from './pinned.ts'
import type { Run, Session } from './session.ts'
import { note, sayPattern, type Turn } from './turn.ts'
import type { KeptVersion, TurnInput, World } from './world.ts'

export async function openTurn({ session, now }: TurnInput, world: World): Promise<Turn> {
  const turn: Turn = {
    world,
    now,
    session: JSON.parse(JSON.stringify(session)) as Session,
    says: [],
    events: [],
    unmatched: [],
    cancelled: new Set(),
    timers: [],
    versions: new Map(),
    outdated: new Set(),
    text: '',
    isTouched: false,
    isRearmed: false,
    isAsked: false,
  }
  for (const run of pinnedRuns(turn.session)) pin(turn, run, await versionOf(world, run.hash))
  leaveLost(turn)
  return turn
}

/** A newer version may carry the run on; then it keeps to that from now on. */
function pin(turn: Turn, run: Run, version: KeptVersion | undefined): void {
  if (!version) return
  const { flow, retiredAt } = version
  run.hash = flow.hash
  turn.versions.set(flow.hash, flow)
  if (isTooOld(turn, retiredAt)) turn.outdated.add(flow.hash)
}

/** The live version of the same structure carries the newest words, so it goes first. */
async function versionOf(world: World, hash: string): Promise<KeptVersion | undefined> {
  const flow = world.flows.byHash(hash)
  return flow ? { flow } : await world.flowByHash(hash)
}

/** A version nobody has kept cannot go on; the person is told instead of left waiting. */
function leaveLost(turn: Turn): void {
  const { runs, drafts, leaving } = turn.session
  const isKept = ({ hash }: Run) => turn.versions.has(hash)
  turn.session.drafts = drafts.filter(
    (draft) => draft.until > turn.now.getTime() && isKept(draft.run),
  )
  turn.session.runs = runs.filter(isKept)
  if (leaving) turn.session.leaving = leaving.filter((left) => isKept(left.run))
  for (const run of runs.filter((each) => !isKept(each)))
    note(turn, 'failed', run, { detail: 'version lost' })
  if (turn.session.runs.length < runs.length) sayPattern(turn, 'error.text')
}
