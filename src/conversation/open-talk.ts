/** Puts the parts of the conversation together: flows, words, notes, hooks and turns. */
import type { Outgoing } from '../channels/channel.ts'
import type { Clock } from '../database/clock.ts'
import type { Database } from '../database/open-database.ts'
import type { Seals } from '../database/sealed.ts'
import type { TimerHandler, TimersHandler } from '../desk/action.ts'
import { deskActions, deskClicks, deskTimers, remoteActions, remoteFacts } from '../desk/desk.ts'
import { openPayLinks, type PayLinkSettings } from '../desk/fees/pay-links.ts'
import type { Links } from '../desk/work.ts'
import { flushesAtOnce } from '../dialogue/files/flow-set.ts'
import { canWriteTo } from '../outbox/budget.ts'
import type { OutboxHooks } from '../outbox/hooks.ts'
import { letGo } from '../outbox/put.ts'
import type { OutboxRules } from '../outbox/rules.ts'
import { settleHeldTooLong } from '../outbox/settle.ts'
import type { RingTogether, SweepDeps } from '../timers/sweep.ts'
import type { DrainTurnsDeps } from './drain-turns.ts'
import { projectEnv } from './env.ts'
import { type LiveFlows, openLiveFlows } from './flows/live-flows.ts'
import { handoffClicks } from './handoff-clicks.ts'
import { handoffTimers } from './handoffs.ts'
import { openNotifier } from './notifier.ts'
import type { DrainOrdersDeps } from './orders/drain-orders.ts'
import { openOutboxHooks } from './outbox-hooks.ts'
import type { AllRules } from './read-all-rules.ts'
import { deskRegistry, facts } from './registry.ts'
import { talkTimers } from './talk-timers.ts'
import { type ModelSettings, openModel } from './understanding/open-model.ts'
import { botResumed } from './while-paused.ts'
import { openWorkMaker, type WorkMaker } from './work-maker.ts'
import type { Offer } from './world.ts'

export interface TalkParts {
  readonly db: Database
  readonly clock: Clock
  readonly newId: () => string
  readonly seals: Seals
  readonly links: Links
  readonly rules: Omit<AllRules, 'media'>
  readonly flowFolder: string
  /** The app in which staff of a company meet us; nothing for a company without one. */
  readonly appAccountOf: (corpId: string) => string | undefined
  readonly sendsNeeded: (message: Outgoing) => number
  /** The service that makes payment links; null when there is none. */
  readonly payLinks: PayLinkSettings | null
  /** The outside model that may be asked what owners mean; null when there is none. */
  readonly understander: {
    readonly settings: ModelSettings
    readonly onTrouble: (why: string) => void
  } | null
}

export interface OpenTalk {
  readonly makeWork: WorkMaker
  readonly hooks: OutboxHooks
  readonly turns: Omit<DrainTurnsDeps, 'width' | 'onFailure'>
  readonly orders: Omit<DrainOrdersDeps, 'width' | 'onFailure'>
  /** Does what a due alarm promised. */
  readonly ring: SweepDeps['ring']
  /** Of these names many at once. */
  readonly ringTogether: RingTogether
  /** The flow files as they are live now, and what becomes of edits. */
  readonly flows: Pick<LiveFlows, 'renew' | 'state'>
  /** Texts that are answered without waiting for more. */
  isUrgent(text: string): boolean
}

/** @throws BadFlows or BadRules when a file is broken */
export async function openTalk(parts: TalkParts): Promise<OpenTalk> {
  const { db, clock, newId, seals, links, rules, flowFolder } = parts
  const registry = deskRegistry()
  const flows = await openLiveFlows({ db, folder: flowFolder, registry, now: () => clock.now() })
  const { book, words } = flows
  const tell = openNotifier({
    words,
    appAccountOf: parts.appAccountOf,
    outbox: rules.outbox,
  })
  const makeWork = openWorkMaker({ clock, newId, rules: rules.desk, seals, tell, links })
  const hooks = openOutboxHooks({ makeWork, words, seals, sendsNeeded: parts.sendsNeeded })
  const others = { payLinks: parts.payLinks && openPayLinks(parts.payLinks) }
  const remote = remoteActions(others)
  const offer: Offer = {
    actions: deskActions,
    remote,
    facts: { ...facts, ...remoteFacts(others) },
    env: projectEnv,
  }
  const adviser = parts.understander && {
    model: openModel({ ...parts.understander, rules: rules.understander, clock }),
    rules: rules.understander,
  }
  const ringTogether = ringersOfMany(makeWork)
  const clicks = { ...deskClicks, handoff: handoffClicks }
  return {
    makeWork,
    hooks,
    turns: {
      ...{ db, clock, makeWork, book, offer, words, clicks, hooks, adviser, rules: rules.inbox },
      canWriteTo: (work, id) => canWriteTo(work.tx, id, { now: work.now, rules: rules.outbox }),
    },
    orders: { db, clock, makeWork, words, seals, actions: remote },
    ring: ringer(makeWork, ringTogether, { hooks, outboxRules: rules.outbox }),
    ringTogether,
    isUrgent: (text) => flushesAtOnce(book.flows, text),
    flows,
  }
}

/** What only writes a row for each, and waits for nobody. */
const OF_MANY: Readonly<Record<string, TimersHandler>> = {
  ...talkTimers,
  'outbox.planned': (work, timers) =>
    letGo(
      work.tx,
      timers.map(({ key }) => key),
    ),
}

function ringersOfMany(makeWork: WorkMaker): RingTogether {
  return new Map(
    Object.entries(OF_MANY).map(([name, handle]) => [
      name,
      (tx, now, timers) => handle(makeWork(tx, { kind: 'system', name }, now), timers),
    ]),
  )
}

function ringer(
  makeWork: WorkMaker,
  ofMany: RingTogether,
  { hooks, outboxRules }: { readonly hooks: OutboxHooks; readonly outboxRules: OutboxRules },
): OpenTalk['ring'] {
  const handlers: Readonly<Record<string, TimerHandler>> = {
    ...deskTimers(outboxRules),
    ...handoffTimers,
    'conversation.bot-resumed': botResumed,
    'outbox.held': (work, timer) =>
      settleHeldTooLong({ hooks, seals: work.seals }, work.tx, timer.key),
  }
  return async (tx, now, timer) => {
    const together = ofMany.get(timer.name)
    if (together) return together(tx, now, [timer])
    const handle = handlers[timer.name]
    if (!handle) throw new Error(`Nobody keeps the promise of timer ${timer.name}`)
    const actor = { kind: 'system' as const, name: timer.name }
    await handle(makeWork(tx, actor, now), timer)
  }
}
