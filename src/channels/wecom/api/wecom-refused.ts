/** The two ways a call can fail: the platform said no, or it gave no answer that can be understood. */
import { hideSecrets } from '../secrets.ts'

/**
 * The platform's no. `code` is its errcode; decide by it and never by words, which change. `hint` is what its
 * support asks for, `fromIp` the address our call came from: the one to trust in its console (wecom.md 4).
 */
export class WecomRefused extends Error {
  readonly code: number
  readonly path: string
  readonly hint: string | undefined
  readonly fromIp: string | undefined

  constructor(path: string, code: number, reason: WecomReason) {
    super(`${path} was refused: ${code} ${reason.words}`)
    this.name = 'WecomRefused'
    this.code = code
    this.path = path
    this.hint = reason.hint
    this.fromIp = reason.fromIp
  }
}

export interface WecomReason {
  readonly words: string
  readonly hint: string | undefined
  readonly fromIp: string | undefined
}

const LONGEST_WORDS = 200

/** Takes an errmsg apart: its words, the hint in brackets, the address; secrets are taken out. */
export function reasonOf(errmsg: string, secrets: readonly string[]): WecomReason {
  const clean = hideSecrets(errmsg, secrets)
  const words = clean.split(/,\s*(?:hint:|from ip:|more info at)/, 1)[0] ?? ''
  return {
    words: words.slice(0, LONGEST_WORDS),
    hint: /hint: ?\[([^\]]{1,80})\]/.exec(clean)?.[1],
    fromIp: /from ip: ?([0-9a-fA-F.:]{3,45})/.exec(clean)?.[1],
  }
}

/**
 * No answer, or none that can be understood. `mayHaveArrived` is false only when the call cannot have reached the
 * platform: then trying again repeats nothing.
 */
export class WecomUnanswered extends Error {
  readonly path: string
  /** `timeout`, `http-502`, `malformed`, or the network's own code such as ECONNREFUSED. */
  readonly reason: string
  readonly mayHaveArrived: boolean

  constructor(path: string, reason: string, mayHaveArrived: boolean) {
    super(`${path} was not answered: ${reason}`)
    this.name = 'WecomUnanswered'
    this.path = path
    this.reason = reason
    this.mayHaveArrived = mayHaveArrived
  }
}
