/** A model behind an OpenAI-compatible address: one question, one answer, within its time and size, or nothing. */
import type { Clock } from '../../database/clock.ts'
import type { Question } from '../../dialogue/understand/understander.ts'
import { INSTRUCTIONS } from './instructions.ts'
import type { UnderstanderRules } from './rules.ts'

export interface ModelSettings {
  /** Questions go to `<url>/chat/completions`. */
  readonly url: string
  /** Sent as a bearer token; none for a model of one's own. */
  readonly key: string | null
  readonly model: string
}

export interface Model {
  /** The JSON it answered; undefined when it answered nothing usable. Never throws. */
  ask(question: Question): Promise<unknown>
}

export interface ModelDeps {
  readonly settings: ModelSettings
  readonly rules: UnderstanderRules
  readonly clock: Pick<Clock, 'now'>
  /** One word of why: never what was asked or answered. */
  readonly onTrouble: (why: string) => void
}

export function openModel({ settings, rules, clock, onTrouble }: ModelDeps): Model {
  let failures = 0
  let restUntil = 0
  return {
    async ask(question) {
      if (clock.now().getTime() < restUntil) return undefined
      try {
        const answer = await askOnce(settings, rules, question)
        failures = 0
        return answer
      } catch (error) {
        onTrouble(whyOf(error))
        failures += 1
        if (failures >= rules.rest.after_failures) {
          failures = 0
          restUntil = clock.now().getTime() + rules.rest.seconds * 1000
        }
        return undefined
      }
    },
  }
}

async function askOnce(
  { url, key, model }: ModelSettings,
  rules: UnderstanderRules,
  question: Question,
): Promise<unknown> {
  const response = await fetch(`${url.replace(/\/+$/, '')}/chat/completions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key !== null && { authorization: `Bearer ${key}` }),
    },
    body: JSON.stringify({
      model,
      temperature: 0,
      max_tokens: rules.answer_tokens,
      response_format: { type: 'json_object' },
      messages: [
        { role: 'system', content: INSTRUCTIONS },
        { role: 'user', content: JSON.stringify(question) },
      ],
    }),
    signal: AbortSignal.timeout(rules.timeout_ms),
    // A redirect would carry the token and the sentence to an address nobody configured.
    redirect: 'manual',
  })
  if (response.status !== 200) {
    await response.body?.cancel()
    throw new Unusable(`status ${response.status}`)
  }
  return contentOf(await readAtMost(response, rules.answer_bytes))
}

class Unusable extends Error {}

async function readAtMost(response: Response, most: number): Promise<string> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.byteLength
    // Leaving the loop cancels the rest.
    if (bytes > most) throw new Unusable('too long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Models like to put JSON in a fence. */
const FENCE = /^\s*```(?:json)?\s*([\s\S]*?)\s*```\s*$/

function contentOf(text: string): unknown {
  const { choices } = (readJson(text) ?? {}) as {
    choices?: readonly { message?: { content?: unknown } }[]
  }
  const content = Array.isArray(choices) ? choices[0]?.message?.content : undefined
  if (typeof content !== 'string') throw new Unusable('no answer')
  return readJson(FENCE.exec(content)?.[1] ?? content)
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Unusable('no JSON')
  }
}

/** Errors of the network may hold the request, and with it the token and the sentence: only their kind is told. */
function whyOf(error: unknown): string {
  if (error instanceof Unusable) return error.message
  const { name, cause } = error as Error & { cause?: { code?: string } }
  return name === 'TimeoutError' ? 'timeout' : (cause?.code ?? 'network')
}
