/** A service that makes payment links, over HTTP: what is asked of it and what its answers mean (docs/pay-links.md). */
import { z } from 'zod'
import { type ActionAnswer, type Errand, RemoteFailed } from '../action.ts'

export interface PayLinkSettings {
  /** Address of the service; links are made at `<url>/links`. */
  readonly url: string
  /** Sent as a bearer token. */
  readonly token: string
}

export interface PayLinkOrder {
  /** Code of the project. */
  readonly project: string
  /** "3栋2单元501" */
  readonly title: string
  /** All of it, in fen. */
  readonly total_fen: number
  readonly bills: readonly {
    readonly room: string
    readonly period: string
    readonly name: string
    readonly amount_fen: number
  }[]
}

export interface PayLinks {
  make(order: PayLinkOrder, errand: Errand): Promise<ActionAnswer>
  /** The link made under the key, if any. */
  find(errand: Errand): Promise<ActionAnswer | 'absent'>
  /** Makes the link of another order worthless; one that was never made is as good as void. */
  void(of: string, errand: Errand): Promise<ActionAnswer>
}

const made = z.object({
  url: z.url({ protocol: /^https?$/ }).max(1000),
  expires_at: z.iso.datetime({ offset: true }).optional(),
})

/** Answers longer than this are none of the service's. */
const MOST_BYTES = 20_000

export function openPayLinks({ url, token }: PayLinkSettings): PayLinks {
  const base = url.replace(/\/+$/, '')
  const call = async (method: string, path: string, errand: Errand, body?: unknown) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': errand.key,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: errand.signal,
      // A redirect would carry the token to an address nobody configured.
      redirect: 'manual',
    }).catch(unreached)
    return { status: response.status, text: await response.text() }
  }
  return {
    async make(order, errand) {
      return linkOf(await call('POST', '/links', errand, order))
    },
    async find(errand) {
      const answer = await call('GET', `/links/${errand.key}`, errand)
      return answer.status === 404 ? 'absent' : linkOf(answer)
    },
    async void(of, errand) {
      const { status } = await call('DELETE', `/links/${of}`, errand)
      if (status === 404 || status === 410 || (status >= 200 && status < 300)) {
        return { outcome: 'ok' }
      }
      // Paid already: money that came in is not sent back by a chat.
      if (status === 409) return { outcome: 'paid' }
      throw new RemoteFailed(`the pay-link service answered ${status}`, status === 429)
    },
  }
}

function linkOf({
  status,
  text,
}: {
  readonly status: number
  readonly text: string
}): ActionAnswer {
  const isBusy = status === 429 || status === 503
  if (isBusy || status >= 500) throw new RemoteFailed(`the service answered ${status}`, isBusy)
  if (status < 200 || status >= 300) return { outcome: 'refused' }
  const link = text.length > MOST_BYTES ? undefined : made.safeParse(readJson(text)).data
  if (!link) throw new RemoteFailed('the pay-link service answered something else', false)
  return { outcome: 'ok', result: { url: link.url } }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** With these the connection never stood, so nothing can have arrived. */
const NEVER_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']

/** Not kept as the cause: undici's errors may hold the request, and with it the token. */
function unreached(error: unknown): never {
  const { name, cause } = error as Error & { cause?: { code?: string } }
  if (name === 'TimeoutError' || name === 'AbortError') throw error
  const code = cause?.code ?? 'network'
  throw new RemoteFailed(`the pay-link service: ${code}`, NEVER_CONNECTED.includes(code))
}
