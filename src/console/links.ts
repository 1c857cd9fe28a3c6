/** Addresses of pages in people's messages: signed for one person, good for a while. */
import { randomBytes } from 'node:crypto'
import type { Clock } from '../database/clock.ts'
import type { Seals } from '../database/sealed.ts'
import type { AccessRules } from '../desk/access/rules.ts'
import type { Links } from '../desk/work.ts'
import type { MediaRules } from '../media/rules.ts'
import { type Grant, type LinkAnswer, openLink, signLink } from '../media/signed-link.ts'

export interface LinkDeps {
  /** Null: this machine. */
  readonly publicUrl: string | null
  readonly port: number
  readonly seals: Seals
  readonly clock: Clock
  readonly rules: MediaRules
  readonly access: AccessRules
}

export interface SignedLinks extends Links {
  /** A photo on a page that this member of staff opened: made anew with each page, and soon over. */
  photo(fileId: string, staffId: string): string
  /** The console of the sandbox, for one member of staff: good once and for a short while. */
  console(corpId: string, userId: string): string
  open(token: string): LinkAnswer
  /** What a genuine token was made for, also when its time is over; null for any other. */
  read(token: string): Grant | null
  /** A page of ours as seen from outside. */
  addressOf(path: string): string
  /** Port 0 takes any: the address is known for certain once the desk listens. */
  listenOn(port: number): void
}

export function openLinks(deps: LinkDeps): SignedLinks {
  const { publicUrl, seals, clock, rules, access, ...at } = deps
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
    ownTicket(ticketId, conversationId) {
      // Two links to one page are two: each is used up by itself.
      const nonce = randomBytes(9).toString('base64url')
      const goodForMs = access.owner_link_minutes * 60_000
      return address('o', goodForMs, 'own', ticketId, conversationId, nonce)
    },
    console(corpId, userId) {
      const nonce = randomBytes(9).toString('base64url')
      const goodForMs = access.sandbox_link_minutes * 60_000
      return address('login/link', goodForMs, 'console', corpId, userId, nonce)
    },
    photo: (fileId, staffId) => address('m', photoMs, 'photo', fileId, staffId),
    addressOf,
    open: (token) => openLink(seals.sign, token, clock.now()),
    read(token) {
      const answer = openLink(seals.sign, token, new Date(0))
      return answer.outcome === 'open' ? answer.grant : null
    },
    listenOn(taken) {
      port = taken
    },
  }
}
