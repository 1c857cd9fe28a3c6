/** A talk that is tried out: things are said one after another, and the last one can be taken back. */
import type { FlowSet } from '../files/flow-set.ts'
import { turnPage } from '../testing/expect.ts'
import { beginWith, openStage, play, type Stage } from '../testing/stage.ts'
import type { Said } from '../walking/pool.ts'
import { printDone, printSays, printStanding } from './print-turn.ts'
import type { TryScene } from './talk-settings.ts'

export interface Try {
  /** Says or does one thing and tells what came of it, as lines. What breaks is told too, and the talk stands as before. */
  say(item: Said): Promise<readonly string[]>
  /** The lines of how the talk begins. */
  begin(): Promise<readonly string[]>
  /** Forgets the last thing said; false when there was none. */
  takeBack(): Promise<boolean>
  /** Where it stands and what it knows. */
  standing(): readonly string[]
  now(): Date
}

/**
 * The stage gives the same for the same talk, so that taking back is playing all but the last anew. `flow` is begun at
 * once: with the event of its first test when an event begins it, else as if chosen from a menu.
 */
export function openTry(
  flows: FlowSet,
  scene: TryScene,
  flow: string | undefined,
  verbose: boolean,
): Try {
  let stage = openStage(flows, scene.settings)
  let talk: readonly Said[] = []
  const opening = flow === undefined ? undefined : () => open(stage, flows, scene, flow)
  const turn = async (act: () => Promise<void>) => {
    turnPage(stage)
    const before = stage.history.length
    try {
      await act()
    } catch (error) {
      return [...printSays(stage), `✗ ${error instanceof Error ? error.message : String(error)}`]
    }
    const done = verbose ? printDone(stage, stage.history.slice(before)) : []
    return [...printSays(stage), ...done, ...(verbose ? printStanding(stage) : [])]
  }
  const anew = async () => {
    stage = openStage(flows, scene.settings)
    if (opening) await turn(opening)
    for (const item of talk) await turn(() => play(stage, item, () => flows))
  }
  return {
    async say(item) {
      talk = [...talk, item]
      return await turn(() => play(stage, item, () => flows))
    },
    begin: async () => (opening ? await turn(opening) : []),
    async takeBack() {
      if (talk.length === 0) return false
      talk = talk.slice(0, -1)
      await anew()
      return true
    },
    standing: () => printStanding(stage),
    now: () => stage.desk.clock,
  }
}

async function open(
  stage: Stage,
  flows: FlowSet,
  { opening }: TryScene,
  id: string,
): Promise<void> {
  const flow = flows.flows.get(id)
  const event = flow?.source.start?.event
  const happens = opening.find((item) => 'event' in item && item.event === event)
  if (happens) await play(stage, happens, () => flows)
  else if (flow) await beginWith(stage, flow)
}
