/** The world a talk may ask: the desk's actions and facts, inside the turn's transaction. */
import type { Action, Fact, RemoteAction } from '../desk/action.ts'
import { findRooms } from '../desk/residents/find-rooms.ts'
import type { Work } from '../desk/work.ts'
import type { UserFacts, World } from '../dialogue/run/world.ts'
import type { Understander } from '../dialogue/understand/understander.ts'
import type { FlowBook } from './flows/flow-book.ts'
import { namesAround } from './names-around.ts'
import { placeOrder } from './orders/place-order.ts'
import type { Speaker } from './speaker.ts'

export interface Offer {
  readonly actions: ReadonlyMap<string, Action>
  /** Done over a network, after the turn. */
  readonly remote: ReadonlyMap<string, RemoteAction>
  readonly facts: Readonly<Record<string, Fact>>
  /** Values of `env` for a project: names, phone numbers, hours. */
  readonly env: (work: Work, projectId: string) => Promise<World['env']>
}

export interface WorldDeps {
  readonly work: Work
  readonly corpId: string
  readonly book: FlowBook
  readonly offer: Offer
  readonly speaker: Speaker
  /** Who is talking now: an action may have changed it. */
  readonly readUser: () => Promise<UserFacts>
  readonly understander?: Understander | undefined
}

export async function openWorld(deps: WorldDeps): Promise<World> {
  const { work, book, offer, speaker } = deps
  const { projectId } = speaker.actor
  let user = speaker.user
  return {
    flows: book.flows,
    flowByHash: (hash) => book.byHash(work.tx, hash),
    get user() {
      return user
    },
    env: await offer.env(work, projectId),
    async fact(name, args) {
      const fact = offer.facts[name]
      if (!fact) throw new Error(`No fact is called ${name}`)
      return fact.answer(work, args)
    },
    findRooms: (fragment) => findRooms(work, projectId, fragment),
    async act(act) {
      const { name, input } = act
      const remote = offer.remote.get(name)
      if (remote) return placeOrder(work, remote, act)
      const action = offer.actions.get(name)
      if (!action) throw new Error(`No action is called ${name}`)
      const answer = await action.run(work, input)
      user = await deps.readUser()
      return answer
    },
    newId: work.newId,
    namesAround: () => namesAround(work.tx, deps.corpId, projectId),
    understander: deps.understander,
  }
}
