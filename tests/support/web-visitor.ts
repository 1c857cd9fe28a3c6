/** A browser without a page: it keeps the cookie, calls the doors, and reads the stream of events. */

interface PageEvent {
  readonly id: string
  readonly event: string
  readonly data: unknown
}

export interface WebVisitor {
  readonly cookie: () => string
  enter(): Promise<Response>
  say(id: string, text: string, token?: string): Promise<Response>
  photo(id: string, bytes: Uint8Array): Promise<Response>
  get(path: string): Promise<Response>
  /** Events as they come, until `close`. */
  listen(options?: { readonly lastEventId?: string }): Promise<Listening>
}

export interface Listening {
  readonly events: PageEvent[]
  /** The texts of messages so far. */
  texts(): readonly string[]
  /** Resolves when the server ended the stream. */
  readonly ended: Promise<void>
  close(): void
}

const PAGE = { 'x-guanjia-chat': '1' }

export function webVisitor(chatUrl: string, project = 'P1', given = ''): WebVisitor {
  let cookie = given
  const url = `${chatUrl}/${project}`
  const call = async (path: string, init: RequestInit = {}) => {
    const headers = { ...PAGE, ...(cookie && { cookie }), ...init.headers }
    const response = await fetch(url + path, { ...init, headers })
    const [made] = response.headers.getSetCookie()
    if (made) cookie = made.slice(0, made.indexOf(';'))
    return response
  }
  return {
    cookie: () => cookie,
    enter: () => call('/visitor', { method: 'POST' }),
    say: (id, text, token) =>
      call('/messages', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ id, text, ...(token && { token }) }),
      }),
    photo: (id, bytes) => call(`/photos/${id}`, { method: 'PUT', body: Buffer.from(bytes) }),
    get: (path) => call(path),
    async listen({ lastEventId } = {}) {
      const abort = new AbortController()
      const response = await call('/events', {
        signal: abort.signal,
        headers: { ...(lastEventId && { 'last-event-id': lastEventId }) },
      })
      if (!response.ok) throw new Error(`no events: ${response.status}`)
      const events: PageEvent[] = []
      const ended = readEvents(response, events).catch(() => undefined)
      return {
        events,
        ended,
        texts: () =>
          events.flatMap(({ event, data }) =>
            event === 'message'
              ? [(data as { content: { text?: string } }).content.text ?? '']
              : [],
          ),
        close: () => abort.abort(),
      }
    },
  }
}

async function readEvents(response: Response, events: PageEvent[]): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2)
      const data = field('data')
      if (data === undefined) continue
      events.push({ id: field('id') ?? '', event: field('event') ?? '', data: JSON.parse(data) })
    }
  }
}
