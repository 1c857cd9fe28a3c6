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
  /** A photo on a page that this member of staff opened: made anew with each page, and soon over. */
  photo(fileId: string, staffId: string): string
  open(token: string): LinkAnswer
  /** A page of ours as seen from outside. */
  addressOf(path: string): string
  /** Port 0 takes any: the address is known for certain once the desk listens. */
  listenOn(port: number): void
}

export function openLinks({ publicUrl, seals, clock, rules, ...at }: LinkDeps): SignedLinks {
  let { port } = at
  const addressOf = (path: string) => {
    const base = publicUrl?.replace(/\/$/, '') ?? `http://127.0.0.1:${port}`
    return `${base}/${path}`
  }
  const address = (path: string, goodForMs: number, ...grant: string[]) => {
    const expiresAt = new Date(clock.now().getTime() + goodForMs)
    return addressOf(`${path}/${signLink(seals.sign, grant, expiresAt)}`)
  }
  const pageMs = rules.link_hours * 3_600_000
  const photoMs = rules.photo_minutes * 60_000
  return {
    ticketPage: (ticketId, staffId) => address('t', pageMs, 'ticket', ticketId, staffId),
    photo: (fileId, staffId) => address('m', photoMs, 'photo', fileId, staffId),
    addressOf,
    open: (token) => openLink(seals.sign, token, clock.now()),
    listenOn(taken) {
      port = taken
    },
  }
}
