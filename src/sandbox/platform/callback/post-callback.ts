/** One post of one callback to the desk. */
import { appOf, CONTACTS_AGENT } from '../corp.ts'
import type { DeliveryRow } from '../store/rows.ts'
import { after, SECOND_MS, type World } from '../world.ts'
import { callbackUrl } from './callback-url.ts'
import { seal } from './envelope.ts'

export type Answer =
  | { readonly ok: true; readonly body: string }
  /** A late answer, a broken line, or anything but 200 (wecom.md 1.5). */
  | { readonly ok: false }

/** An answer longer than this is not read to its end. */
const LONGEST_REPLY_BYTES = 256 * 1024

/** `earlier` is how often the same callback was posted before: each post is dated a second later than the last. */
export async function postCallback(
  world: World,
  delivery: DeliveryRow,
  earlier: number,
  signal: AbortSignal,
): Promise<Answer> {
  const app = appOf(world.corp, delivery.agentId)
  const url = callbackUrl(world, delivery.agentId)
  if (!app || url === undefined) return { ok: false }
  const attempt = {
    corp: world.corp,
    app,
    random: world.random,
    now: new Date(after(world, earlier * SECOND_MS)),
  }
  const isOfApp = delivery.kind === 'app' && app.agentId !== CONTACTS_AGENT
  const sealed = seal(attempt, delivery.xml, isOfApp)
  try {
    const response = await fetch(`${url}${url.includes('?') ? '&' : '?'}${sealed.query}`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml' },
      body: sealed.body,
      redirect: 'manual',
      signal,
    })
    const body = (await response.text()).slice(0, LONGEST_REPLY_BYTES)
    if (response.status === 200) return { ok: true, body }
    world.log.info({ status: response.status }, 'a callback was not taken')
  } catch (error) {
    world.log.info({ reason: String(error) }, 'a callback did not get through')
  }
  return { ok: false }
}
