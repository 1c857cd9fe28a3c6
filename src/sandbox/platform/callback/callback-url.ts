/** Where an app's callbacks go: saved only after the address has answered the platform's check (wecom.md 1.4). */
import { appOf } from '../corp.ts'
import type { World } from '../world.ts'
import { sealEcho } from './envelope.ts'

/** The saved address, or undefined as long as the app has none. */
export function callbackUrl(world: World, agentId: number): string | undefined {
  const value = world.tables.settings.get(settingKey(agentId))?.value
  return value === undefined ? undefined : String(value)
}

/** Only inside a transaction. */
export function saveCallbackUrl(world: World, agentId: number, url: string): void {
  world.tables.settings.put(settingKey(agentId), { value: url })
  world.wake()
}

/** The console's check: the plaintext, bare, within a second. Answers undefined when all is well, else the reason. */
export async function checkCallbackUrl(
  world: World,
  agentId: number,
  url: string,
  withinMs = 1000,
): Promise<string | undefined> {
  const app = appOf(world.corp, agentId)
  if (!app) return `没有应用 ${agentId}`
  // Longer than a double can hold exactly: a desk that reads it as a number returns another one.
  const plaintext = `${Math.floor(1e9 + world.random.fraction() * 8e9)}${Math.floor(1e9 + world.random.fraction() * 8e9)}`
  const query = sealEcho(
    { corp: world.corp, app, random: world.random, now: world.now() },
    plaintext,
  )
  try {
    const response = await fetch(`${url}${url.includes('?') ? '&' : '?'}${query}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(withinMs),
    })
    const body = await response.text()
    if (response.status !== 200) return `验证回调地址时，对方回应了状态码 ${response.status}`
    return body === plaintext ? undefined : '验证回调地址时，对方回应的不是原文'
  } catch (error) {
    world.log.info({ reason: String(error) }, 'the address check got no answer')
    return '验证回调地址时，对方没有回应'
  }
}

function settingKey(agentId: number): string {
  return `callbackUrl/${agentId}`
}
