/** Sets out what one utterance is to be understood against. */
import { remember } from '../files/remember.ts'
import { extract } from '../understand/extract.ts'
import type { Hearing, Talk } from '../understand/hearing.ts'
import type { Likely } from '../understand/likely-index.ts'
import { bare, normalise } from '../understand/normalise.ts'
import { offeredMenus } from './menus.ts'
import type { Run } from './session.ts'
import { refusedAccess } from './start-flow.ts'
import { flowOf, type Turn, top } from './turn.ts'
import { wantedOf } from './wanted.ts'

/** What costs anything is computed when first wanted, and once. */
export function hear(turn: Turn, raw: string, token?: string): Hearing {
  const { flows } = turn.world
  const { bot } = flows
  const text = normalise(raw)
  const core = bare(text, bot.words.particles)
  const run = top(turn)
  const talk = run && talkOf(turn, run)
  const past = once(() =>
    turn.session.drafts.map(({ run: old, id, reason }) => ({
      ...talkOf(turn, old),
      draft: id,
      isEnded: reason === 'ended',
    })),
  )
  return {
    raw,
    text,
    core,
    token,
    bot,
    now: turn.now,
    run: talk,
    past,
    menus: offeredMenus(turn),
    isQuestion: bot.words.question.some((word) => text.includes(word)),
    isHazard: () => flows.isHazard(raw),
    starts: once(() => flows.starts(text).filter(({ flow }) => mayHear(turn, flow))),
    likely: once(() => likelyFor(turn, core)),
    faqs: once(() => flows.knownFaqs(text)),
    sureFaqs: once(() => flows.knownFaqs.surely(text)),
    extraction: remember((draft = '') => {
      const of = draft === '' ? talk : past().find((each) => each.draft === draft)
      const loose = of?.asked === undefined ? [] : [of.asked]
      return extract(raw, of?.wanted() ?? [], { bot, now: turn.now, loose })
    }),
  }
}

function talkOf(turn: Turn, run: Run): Talk {
  const flow = flowOf(turn, run)
  const step = flow.steps.get(run.wait?.step ?? '')
  const asked = run.wait?.slot
  return {
    flow,
    filled: Object.fromEntries(Object.entries(run.slots).map(([slot, { value }]) => [slot, value])),
    asked,
    finishWords: (step && 'finish_words' in step && step.finish_words) || [],
    wanted: () => wantedOf(flow, run, asked),
  }
}

/** Flows for other people do not compete for what this person says. */
export function mayHear(turn: Turn, id: string): boolean {
  const flow = turn.world.flows.flows.get(id)
  return flow !== undefined && refusedAccess(turn, flow) !== 'access.denied'
}

/** Only for those we serve: colleagues say what they want, and their flows act at once. */
function likelyFor(turn: Turn, text: string): readonly Likely[] {
  const { flows, user } = turn.world
  const audience = flows.bot.scoring.likely?.audience ?? []
  if (!user.audience.every((kind) => audience.includes(kind))) return []
  const vetoed = flows.starts.vetoed(text)
  return flows
    .likely(text)
    .filter(({ flow }) => flow === undefined || (mayHear(turn, flow) && !vetoed.has(flow)))
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
