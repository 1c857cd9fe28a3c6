/** Addresses of pages in people's messages: signed for one person, good for a while. */
import type { Clock } from '../database/clock.ts'
import type { Seals } from '../database/sealed.ts'
import type { Links } from '../desk/work.ts'
import type { MediaRules } from '../media/rules.ts'
import { type LinkAnswer, openLink, signLink } from '../media/signed-link.ts'

export interface LinkDeps {
  /** Null: this machine. */
  readonly publicUrl: string | null
  readonly port: number
  readonly seals: Seals
  readonly clock: Clock
  readonly rules: MediaRules
}

export interface SignedLinks extends Links {
  /** A photo, for whoever holds the page it stands on. */
  photo(fileId: string): string
  open(token: string): LinkAnswer
  /** Port 0 takes any: the address is known for certain once the desk listens. */
  listenOn(port: number): void
}

export function openLinks({ publicUrl, seals, clock, rules, ...at }: LinkDeps): SignedLinks {
  let { port } = at
  const address = (path: string, ...grant: string[]) => {
    const expiresAt = new Date(clock.now().getTime() + rules.link_hours * 3_600_000)
    const base = publicUrl?.replace(/\/$/, '') ?? `http://127.0.0.1:${port}`
    return `${base}/${path}/${signLink(seals.sign, grant, expiresAt)}`
  }
  return {
    ticketPage: (ticketId, staffId) => address('t', 'ticket', ticketId, staffId),
    photo: (fileId) => address('m', 'photo', fileId),
    open: (token) => openLink(seals.sign, token, clock.now()),
    listenOn(taken) {
      port = taken
    },
  }
}
