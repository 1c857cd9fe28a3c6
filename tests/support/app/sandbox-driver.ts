/** Drives the people of the sandbox: over /sandbox/api while a desk is up, over the platform itself while it is down. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ApiMessage, apiMessage } from '../../../src/sandbox/api-messages.ts'
import {
  type ControlClient,
  controlClient,
  type PhoneOf,
} from '../../../src/sandbox/control-client.ts'
import type { Corp } from '../../../src/sandbox/platform/corp.ts'
import type { Fault } from '../../../src/sandbox/platform/faults.ts'
import { settingsSchema } from '../../../src/sandbox/settings.ts'

export interface SandboxDriver {
  says(ownerId: string, text: string): Promise<void>
  photographs(ownerId: string): Promise<void>
  taps(memberId: string, taskId: string, key: string): Promise<void>
  /** Waits until no turn, send or due timer is pending anywhere. */
  idle(): Promise<void>
  /** Moves the clock and answers what time it is then. */
  advance(ms: number): Promise<Date>
  disturb(fault: Fault): Promise<void>
  now(): Promise<Date>
}

/** `address` is asked for every call: a desk that was started again has another. */
export function sandboxDriver(address: () => string): SandboxDriver {
  const call = async <Answer>(method: string, path: string, body?: object): Promise<Answer> => {
    const response = await fetch(`${address()}/sandbox/api${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`)
    return JSON.parse(answer) as Answer
  }
  const post = (path: string, body: object = {}) => call<{ now: string }>('POST', path, body)
  return {
    says: async (id, text) => void (await post(`/owners/${id}/messages`, { text })),
    photographs: async (id) => void (await post(`/owners/${id}/messages`, { image: true })),
    taps: async (id, taskId, key) => void (await post(`/members/${id}/clicks`, { taskId, key })),
    idle: async () => void (await post('/idle')),
    advance: async (advanceMs) => new Date((await post('/time', { advanceMs })).now),
    disturb: async (fault) => void (await post('/faults', fault)),
    now: async () => new Date((await call<{ now: string }>('GET', '/state')).now),
  }
}

export interface Platform {
  readonly control: ControlClient
  readonly corp: Corp
  readonly pid: number
  /** What stands on a phone, oldest first. */
  read(of: PhoneOf): Promise<readonly ApiMessage[]>
}

/** The stand-in platform of a data folder, as its files describe it; undefined before there is one. */
export function findPlatform(dataDir: string): Platform | undefined {
  const folder = join(dataDir, 'sandbox')
  if (!existsSync(join(folder, 'run.json'))) return undefined
  const { port, pid } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))
  if (port === 0) return undefined
  const { corp, controlSecret } = settingsSchema.parse(
    JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')),
  )
  const control = controlClient(`http://127.0.0.1:${port}/control`, controlSecret)
  return {
    control,
    corp,
    pid,
    read: async (of) => (await control.readPhone(of, 0)).messages.map(apiMessage),
  }
}
