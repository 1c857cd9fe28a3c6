/** Sends what is due, lane by lane in order, several lanes at once. */
import { CHANNEL_NAMES, type Channel, type ChannelName } from '../channels/channel.ts'
import { eachAtOnce } from '../database/each-at-once.ts'
import { lookedAt, someOf } from '../database/some-of.ts'
import { claimNext, type OutboxDeps } from './claim.ts'
import type { OutboxItem } from './item.ts'
import { type Among, dueLanes } from './lanes.ts'
import { settleFailed, settleSent } from './settle.ts'

export interface DrainDeps extends OutboxDeps {
  readonly channels: Readonly<Partial<Record<ChannelName, Channel>>>
  /** Lanes sent at the same time by this process. */
  readonly lanes: number
  /** Only messages that go by a single-use code, or only the others; absent: both. */
  readonly codes?: boolean
  readonly onFailure: (item: OutboxItem, error: unknown) => void
}

/** Sends until nothing is due or it is told to stop; answers how many messages were tried. */
export async function drainOutbox(deps: DrainDeps, stopping?: AbortSignal): Promise<number> {
  for (let tried = 0; ; ) {
    const before = tried
    const { db, clock, lanes: width } = deps
    const due = await dueLanes(db, clock.now(), lookedAt(width), lanesHere(deps))
    const send = async (lane: string) => {
      tried += await drainLane(deps, lane, stopping)
    }
    await eachAtOnce(someOf(due, width), width, send, stopping)
    // Lanes that are due but not ours (another process holds them) must not keep us spinning.
    if (tried === before) return tried
  }
}

/** The lanes this process works on now. */
export function lanesHere({ channels, codes }: Pick<DrainDeps, 'channels' | 'codes'>): Among {
  return { channels: channelsHere(channels), ...(codes !== undefined && { codes }) }
}

/** The channels this process can send on now; messages of others wait for the process that can. */
function channelsHere(channels: DrainDeps['channels']): readonly ChannelName[] {
  return CHANNEL_NAMES.filter((name) => channels[name]?.isHere?.() ?? true)
}

/** Sends what is due in one lane, whoever usually does. */
export async function drainLane(
  deps: DrainDeps,
  lane: string,
  stopping?: AbortSignal,
): Promise<number> {
  for (let tried = 0; ; tried++) {
    if (stopping?.aborted) return tried
    const item = await claimNext(deps, lane)
    if (!item) return tried
    await sendOne(deps, item)
  }
}

async function sendOne(deps: DrainDeps, item: OutboxItem): Promise<void> {
  try {
    const channel = deps.channels[item.to.channel]
    if (!channel) throw new Error(`No channel ${item.to.channel} is configured`)
    const code = item.code === null ? {} : { code: item.code }
    const { key, to, message, repeated } = item
    const receipt = await channel.send({ key, to, message, repeated, ...code })
    await settleSent(deps, item, receipt)
  } catch (error) {
    deps.onFailure(item, error)
    await settleFailed(deps, item, error)
  }
}
