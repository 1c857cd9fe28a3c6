/** One call of the platform's interface, and the answer to it. */
import type { CorpApp } from '../corp.ts'
import type { JsonObject } from '../json.ts'
import type { World } from '../world.ts'

export interface Call {
  readonly query: URLSearchParams
  /** The JSON body of a POST; empty for others. */
  readonly body: JsonObject
  /** The body as it came, for uploads. */
  readonly raw: Buffer
  readonly contentType: string
}

/** A call made with an access token. */
export interface AppCall extends Call {
  readonly app: CorpApp
}

/** JSON, to which errcode 0 is added, or a file. */
export type Answer = JsonObject | FileAnswer

export interface FileAnswer {
  readonly file: Buffer
  readonly contentType: string
  readonly filename: string
}

type Needs = 'nothing' | 'token' | 'kf' | 'contact'

export type Route = {
  readonly method: 'GET' | 'POST'
  /** What the body must be. */
  readonly takes: 'json' | 'upload' | 'nothing'
} & (
  | { readonly needs: 'nothing'; run(world: World, call: Call): Answer }
  /** `kf`: the app must be allowed 微信客服, or the call is 48007; `contact`: 客户联系, or it is 48002. */
  | { readonly needs: Exclude<Needs, 'nothing'>; run(world: World, call: AppCall): Answer }
)

export function isFile(answer: Answer): answer is FileAnswer {
  return Buffer.isBuffer(answer['file'])
}
