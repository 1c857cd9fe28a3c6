/** Posts what a member writes straight at the callback and notes every answer: what was answered with 200 must be kept. */
import type { Corp } from '../../../src/sandbox/platform/corp.ts'
import { callbackKeys, postMemberMessage } from '../../support/app/member-posts.ts'
import type { Ledger } from '../ledger.ts'

/** The platform tries three times, after one second and five more (wecom.md 1.5). */
const AGAIN_AFTER_MS = [1_000, 5_000]

export interface MessengerLife {
  readonly memberId: string
  readonly corp: Corp
  /** Where the desk's web process is now; undefined while there is none. */
  readonly address: () => Promise<string | undefined>
  readonly now: () => Promise<Date>
  /** Between two messages, ms. */
  readonly everyMs: number
  /** Of the ids of its messages: digits no other has. */
  readonly ids?: string
  readonly ledger: Ledger
  readonly rest: (ms: number) => Promise<void>
  readonly isOver: () => boolean
}

/** One message after the other, each tried as the platform would. */
export async function liveAsMessenger(life: MessengerLife): Promise<void> {
  const { rest, isOver } = life
  const under = new Set<Promise<void>>()
  for (let serial = 1; !isOver(); serial++) {
    const posted: Promise<void> = post(life, serial).finally(() => under.delete(posted))
    under.add(posted)
    await rest(life.everyMs)
  }
  await Promise.all(under)
}

async function post(life: MessengerLife, serial: number): Promise<void> {
  const { memberId, corp, address, now, ids = '9', ledger, rest } = life
  const messageId = `${ids}${String(serial).padStart(12, '0')}`
  const sentAt = Math.trunc((await now()).getTime() / 1000)
  const message = { userId: memberId, messageId, text: `我的任务`, sentAt }
  for (const waitMs of [0, ...AGAIN_AFTER_MS]) {
    await rest(waitMs)
    const at = await address()
    if (at === undefined) continue
    const begun = performance.now()
    const status = await postMemberMessage(at, callbackKeys(corp), message)
    ledger.posts.push({ messageId, status, tookMs: performance.now() - begun })
    if (status === 200) return
  }
}
