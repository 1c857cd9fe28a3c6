/** Turns the failures of API calls into what the outbox understands. */
import { type RefusalClass, SendRefused } from '../channel.ts'
import { WecomRefused, WecomUnanswered } from './api/wecom-refused.ts'
import { meaningOf } from './error-classes.ts'

/**
 * Runs the call that shows the message. A refusal becomes SendRefused; a call that cannot have arrived becomes
 * SendRefused too; any other lack of an answer flies on, because the message may have been shown.
 */
export async function showing<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw refusalOf(error, false)
  }
}

/** Runs a call that comes before the message: however it fails, nothing was shown. */
export async function preparing<T>(call: Promise<T>): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw refusalOf(error, true)
  }
}

/** For what our own rules find before anything is sent. `code` is the platform's own where it has one. */
export function refusedHere(code: string, message: string, refusal: RefusalClass = 'data') {
  return new SendRefused(refusal, code, message)
}

function refusalOf(error: unknown, nothingShown: boolean): unknown {
  if (error instanceof WecomRefused) {
    const { refusal, retryAfterMs } = meaningOf(error.code)
    return new SendRefused(refusal, String(error.code), error.message, retryAfterMs)
  }
  if (error instanceof WecomUnanswered && (nothingShown || !error.mayHaveArrived)) {
    const refusal = HTTP_CLASSES[error.reason] ?? otherClass(error.reason)
    return new SendRefused(refusal, error.reason, error.message)
  }
  return error
}

const HTTP_CLASSES: Readonly<Record<string, RefusalClass>> = {
  'http-408': 'transient',
  'http-425': 'transient',
  'http-429': 'rate',
}

/** A redirect or a 404 comes from something that is not the platform: the address is set wrong. */
function otherClass(reason: string): RefusalClass {
  return /^http-[34]/.test(reason) ? 'config' : 'transient'
}
