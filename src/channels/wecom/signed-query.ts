/** Reads the query of a callback: every parameter exactly once, or nothing at all. */

export interface SignedQuery {
  readonly signature: string
  readonly timestamp: string
  readonly nonce: string
}

/** The three parameters that sign a delivery. A missing, empty or repeated one makes the query worthless. */
export function signedQueryOf(query: URLSearchParams): SignedQuery | undefined {
  const signature = onceOf(query, 'msg_signature')
  const timestamp = onceOf(query, 'timestamp')
  const nonce = onceOf(query, 'nonce')
  if (!signature || !timestamp || !nonce) return undefined
  return { signature, timestamp, nonce }
}

/** The challenge of URL verification. Base64's plus arrives as a space when the sender did not escape it (1.4). */
export function echoOf(query: URLSearchParams): string | undefined {
  return onceOf(query, 'echostr')?.replaceAll(' ', '+')
}

function onceOf(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name)
  return values.length === 1 && values[0] !== '' ? values[0] : undefined
}
