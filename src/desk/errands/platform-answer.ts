/** A call to the platform as an errand's answer: done, refused for good, or to be tried again. */
import { SendRefused } from '../../channels/channel.ts'
import { type ActionAnswer, RemoteFailed } from '../action.ts'

/** For now, not for good (wecom.md 4.2). */
const PASSING: readonly SendRefused['refusal'][] = ['transient', 'rate']

/**
 * `ok` with the result, or `refused` with the platform's code.
 * @throws RemoteFailed when it may be tried again; anything else thrown means that it may have been done
 */
export async function platformAnswer(
  call: () => Promise<Readonly<Record<string, unknown>> | undefined>,
): Promise<ActionAnswer> {
  try {
    return { outcome: 'ok', result: (await call()) ?? {} }
  } catch (error) {
    if (!(error instanceof SendRefused)) throw error
    if (PASSING.includes(error.refusal)) throw new RemoteFailed(error.message, true)
    return { outcome: 'refused', result: { code: error.platformCode } }
  }
}
