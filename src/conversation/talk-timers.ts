/** Timers of talks: due, they are heard by the conversation like a message (dialogue.md D11). */
import type { TimerHandler } from '../desk/action.ts'
import type { Work } from '../desk/work.ts'
import type { RunTimer, TurnOutcome } from '../dialogue/run/world.ts'
import { keepOwn } from '../inbox/keep.ts'
import { cancelTimersUnder, setTimer } from '../timers/timers.ts'

const NAME = 'talk'

export interface TalkOf {
  readonly conversationId: string
  readonly corpId: string
}

/** Takes back and sets what a turn decided; taking back comes first. */
export async function applyTimers(
  work: Pick<Work, 'tx' | 'now' | 'newId'>,
  talk: TalkOf,
  timers: TurnOutcome['timers'],
): Promise<void> {
  for (const runId of timers.cancel) {
    await cancelTimersUnder(work.tx, NAME, `${talk.conversationId}/${runId}/`)
  }
  for (const { dueAt, ...timer } of timers.set) {
    await setTimer(work, {
      name: NAME,
      key: `${talk.conversationId}/${timer.runId}/${timer.name}`,
      dueAt,
      generation: timer.generation,
      payload: { corpId: talk.corpId, conversationId: talk.conversationId, timer },
      conversationId: talk.conversationId,
    })
  }
}

const talkDue: TimerHandler = async (work, due) => {
  const { corpId, conversationId, timer } = due.payload as {
    corpId: string
    conversationId: string
    timer: RunTimer
  }
  await keepOwn(work, {
    conversationId,
    corpId,
    key: `timer/${due.key}/${due.generation}/${due.dueAt.getTime()}`,
    kind: 'timer',
    content: { timer },
  })
}

export const talkTimers: Readonly<Record<string, TimerHandler>> = { [NAME]: talkDue }
