/** In which lane a message waits for its turn. */
import { type Address, conversationIdOf } from '../channels/channel.ts'

/** Behind the conversation's id. Permanent: it is stored, and inbox/keep.ts writes it out. */
export const FAST_LANE = '#code'

/**
 * Where a message waits for its turn. What goes by a single-use code is good for 20 seconds at times (wecom.md 3.5): it
 * stands in a lane of its own, and neither a message that is tried again nor a long queue is before it.
 */
export function laneOf(to: Address, code: string | undefined): string {
  return code === undefined ? conversationIdOf(to) : `${conversationIdOf(to)}${FAST_LANE}`
}

/** The conversation a lane is of. */
export function conversationOf(lane: string): string {
  return lane.endsWith(FAST_LANE) ? lane.slice(0, -FAST_LANE.length) : lane
}

/** The lanes of a conversation. */
export function lanesOf(conversationId: string): readonly string[] {
  return [conversationId, `${conversationId}${FAST_LANE}`]
}
