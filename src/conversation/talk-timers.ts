/** Timers of talks: due, they are heard by the conversation like a message (dialogue.md D11). */
import type { TimersHandler } from '../desk/action.ts'
import type { Work } from '../desk/work.ts'
import type { RunTimer, TurnOutcome } from '../dialogue/run/world.ts'
import { keepOwn, type OwnItem } from '../inbox/keep.ts'
import { cancelTimersUnder, type NewTimer, setTimers } from '../timers/timers.ts'

const NAME = 'talk'

export interface TalkOf {
  readonly conversationId: string
  readonly corpId: string
}

/** Takes back and sets what a turn decided; what is set again is not taken back. */
export async function applyTimers(
  work: Pick<Work, 'tx' | 'now' | 'newId'>,
  { conversationId, corpId }: TalkOf,
  timers: TurnOutcome['timers'],
): Promise<void> {
  const keyOf = (runId: string, name: string) => `${conversationId}/${runId}/${name}`
  const set = timers.set.map(({ dueAt, ...timer }): NewTimer => {
    const { runId, name, generation } = timer
    const payload = { corpId, conversationId, timer }
    return { name: NAME, key: keyOf(runId, name), dueAt, generation, payload, conversationId }
  })
  const under = timers.cancel.map((runId) => keyOf(runId, ''))
  const except = set.map(({ key }) => key)
  await Promise.all([
    cancelTimersUnder(work.tx, { name: NAME, conversationId, under, except }),
    setTimers(work, set),
  ])
}

/** Of very many talks at once, as after a notice that asks something. */
const talksDue: TimersHandler = (work, due) => keepOwn(work, ...due.map(heardBy))

function heardBy(due: NewTimer): OwnItem {
  const { corpId, conversationId, timer } = due.payload as {
    corpId: string
    conversationId: string
    timer: RunTimer
  }
  return {
    conversationId,
    corpId,
    key: `timer/${due.key}/${due.generation}/${due.dueAt.getTime()}`,
    kind: 'timer',
    content: { timer },
  }
}

export const talkTimers: Readonly<Record<string, TimersHandler>> = { [NAME]: talksDue }
