/** How often the interface may be called at all, whatever the call (wecom.md 4.4, path/90312). */
import { countWithin } from '../pace.ts'
import { need } from '../refused.ts'
import type { World } from '../world.ts'

/** Of one corp, each call by itself; there is one corp here. */
const PER_CALL = { minute: 10_000, hour: 150_000 }

/** Of one source address, all calls together. Whoever calls the stand-in is on this machine. */
const PER_ADDRESS = { minute: 20_000, hour: 600_000 }

/** Sending messages has limits of its own and does not count as a call. */
const SENDING: ReadonlySet<string> = new Set([
  '/cgi-bin/message/send',
  '/cgi-bin/kf/send_msg',
  '/cgi-bin/kf/send_msg_on_event',
  '/cgi-bin/webhook/send',
])

/** Counts one more call, whatever becomes of it; 45009 over a limit. Only inside a transaction. */
export function countCall(world: World, path: string): void {
  const ofCall = SENDING.has(path) || countWithin(world, `call${path}`, PER_CALL)
  need(ofCall, 45009, 'api freq out of limit')
  need(countWithin(world, 'address', PER_ADDRESS), 45009, 'ip freq out of limit')
}
