/** Giving the conversation to people, and taking it back (dialogue.md D17). */
import type { Run } from './session.ts'
import { flowOf, flowWords, note, pattern, say, sayPattern, shown, type Turn, top } from './turn.ts'

interface Request {
  readonly queue?: string | undefined
  readonly reason: string
  readonly summary?: string | undefined
  readonly slaMs?: number | undefined
  /** What the person is told. */
  readonly words?: string | undefined
  /** The run it is about; what is being talked about otherwise. */
  readonly about?: Run
}

/** Whether this person is one whom people take over. */
export function mayHandOff({ world: { flows, user } }: Turn): boolean {
  const { audience } = flows.bot.handoff
  return !audience || audience.some((kind) => user.audience.includes(kind))
}

/** From here on the bot is silent until the conversation is handed back. */
export function handOff(turn: Turn, request: Request): void {
  if (!mayHandOff(turn)) {
    sayPattern(turn, 'handoff.unavailable')
    return
  }
  const { queue, reason, summary, slaMs, words } = request
  const run = request.about ?? top(turn)
  const settings = turn.world.flows.bot.handoff
  note(turn, 'handed_off', run, { detail: reason })
  turn.session.handoff ??= run ? { runId: run.id } : {}
  turn.handoff = {
    queue: queue ?? settings.queue,
    reason,
    summary: summary ?? summarise(turn, run),
    slaMs: slaMs ?? settings.sla,
  }
  say(turn, { kind: 'text', text: words ?? pattern(turn, 'handoff.requested') })
  turn.isAsked = true
  turn.isTouched = true
}

/** The run goes on where its handoff step says, or asks again what it was asking. */
export function takeBack(turn: Turn, reason: 'closed' | 'expired'): void {
  const { handoff } = turn.session
  delete turn.session.handoff
  if (reason === 'expired') say(turn, { kind: 'text', text: pattern(turn, 'handoff.expired') })
  turn.isTouched = true
  const run = top(turn)
  if (!run || run.id !== handoff?.runId) return
  if (handoff.goto !== undefined) {
    run.at = handoff.goto
    delete run.wait
  } else say(turn, { kind: 'text', text: pattern(turn, 'handoff.back') })
}

/** What is known so far, for whoever takes over; what is personal stays masked. */
function summarise(turn: Turn, run: Run | undefined): string {
  const flow = run && flowOf(turn, run)
  const labelled = Object.entries(flow?.source.slots ?? {}).filter(
    ([slot, def]) => def.label && run && slot in run.slots,
  )
  const slots = labelled.map(([slot, { label }]) => ({
    label,
    value: run && shown(turn, run, slot),
  }))
  const about = flow ? flowWords(flow) : { title: '', verb: '' }
  return pattern(turn, 'handoff.summary', { flow: about, slots, text: turn.text })
}
