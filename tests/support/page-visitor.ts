/** A browser for tests without one: keeps cookies by host and path, follows redirects, says where it comes from. */

interface Kept {
  readonly name: string
  readonly value: string
  readonly path: string
}

export interface PageVisitor {
  /** Follows redirects, as a tap on a link does. */
  open(url: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  /** One request without following. */
  step(url: string, init?: RequestInit): Promise<Response>
  /** A form of a page of this site. */
  post(url: string, headers?: Readonly<Record<string, string>>): Promise<Response>
  /** Name and value of the cookies sent to an address. */
  cookiesFor(url: string): string
  /** As if somebody had put a cookie there. */
  plant(name: string, value: string, path?: string): void
}

const MOST_HOPS = 10

export function pageVisitor(): PageVisitor {
  let jar: readonly Kept[] = []
  const keep = ({ name, value, path }: Kept, isGone: boolean) => {
    const others = jar.filter((one) => one.name !== name || one.path !== path)
    jar = isGone ? others : [...others, { name, value, path }]
  }
  const cookiesFor = (url: string) => {
    const { pathname } = new URL(url)
    const sent = jar.filter(({ path }) => isUnder(pathname, path))
    return sent.map(({ name, value }) => `${name}=${value}`).join('; ')
  }
  const step = async (url: string, init: RequestInit = {}) => {
    const cookie = cookiesFor(url)
    const headers = { ...(cookie && { cookie }), ...(init.headers as Record<string, string>) }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(/;\s*/)
      const at = pair.indexOf('=')
      const path = /(?:^|;)\s*Path=([^;]*)/i.exec(attributes.join(';'))?.[1] ?? '/'
      const isGone = /Expires=Thu, 01 Jan 1970/i.test(line)
      keep({ name: pair.slice(0, at), value: pair.slice(at + 1), path }, isGone)
    }
    return response
  }
  const follow = async (
    url: string,
    first: Response,
    headers: Readonly<Record<string, string>>,
  ) => {
    let [at, response] = [url, first]
    for (let hop = 0; response.status >= 300 && response.status < 400; hop += 1) {
      if (hop === MOST_HOPS) throw new Error(`sent round in circles at ${at}`)
      await response.body?.cancel()
      at = new URL(response.headers.get('location') ?? '', at).href
      response = await step(at, { headers })
    }
    return response
  }
  return {
    step,
    cookiesFor,
    open: async (url, headers = {}) => follow(url, await step(url, { headers }), headers),
    async post(url, headers = {}) {
      const from = { 'sec-fetch-site': 'same-origin', ...headers }
      return follow(url, await step(url, { method: 'POST', headers: from }), headers)
    },
    plant: (name, value, path = '/') => keep({ name, value, path }, false),
  }
}

function isUnder(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`)
}

/** The address a tap on a member's phone opens: with the platform's log-in done, as in WeCom's own browser. */
export function openedBy(member: string, url: string): string {
  const { origin, pathname, search } = new URL(url)
  return `${origin}/sandbox/opened?${new URLSearchParams({ member, to: `${pathname}${search}` })}`
}
