/** Hands an owner's chat to the platform's human servicers, or takes it back (wecom.md 3.6; path/94669). */
import type { Outgoing } from '../channel.ts'
import type { WecomApi } from './api/client.ts'
import { getServiceState, type KfCustomer, moveServiceState, type ServiceState } from './api/kf.ts'
import { WecomRefused } from './api/wecom-refused.ts'

export type HandOver = Extract<Outgoing, { kind: 'hand-over' }>

const TARGET: Readonly<Record<HandOver['to'], ServiceState>> = {
  bot: 1,
  pool: 2,
  servicer: 3,
  end: 4,
}
/** The move is not allowed from where the chat is, or the chat has ended. */
const WRONG_STATE = new Set([95013, 95016])

/**
 * Moves the chat. When the platform says that it cannot be moved from where it is, its state is read and the way
 * that leads there is gone; a chat that is there already is well. Otherwise the platform's refusal is thrown.
 */
export async function handOver(
  api: WecomApi,
  customer: KfCustomer,
  { to, servicer }: HandOver,
): Promise<void> {
  const target = { state: TARGET[to], servicer }
  try {
    await moveServiceState(api, customer, target)
  } catch (error) {
    if (!(error instanceof WecomRefused && WRONG_STATE.has(error.code))) throw error
    const { service_state } = await getServiceState(api, customer)
    const way = WAYS[to][service_state]
    if (!way) throw error
    for (const state of way) await moveServiceState(api, customer, { state, servicer })
  }
}

/**
 * By goal and present state: the moves that lead there, none when it is as good as there, nothing when there is
 * no way before the owner writes again. A human's chat can only be ended; the owner's next message comes to us.
 */
const WAYS: Readonly<
  Record<HandOver['to'], Readonly<Record<ServiceState, readonly ServiceState[] | undefined>>>
> = {
  bot: { 0: [], 1: [], 2: [4], 3: [4], 4: [] },
  pool: { 0: undefined, 1: undefined, 2: [], 3: [], 4: undefined },
  servicer: { 0: undefined, 1: undefined, 2: undefined, 3: undefined, 4: undefined },
  end: { 0: [1, 4], 1: undefined, 2: undefined, 3: undefined, 4: [] },
}
