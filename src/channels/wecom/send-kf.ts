/** The channel to owners: 微信客服 messages, with ids by which the platform knows a repeat (wecom.md 3.4, 3.5). */
import type { Channel, Receipt, Sending } from '../channel.ts'
import type { WecomApi } from './api/client.ts'
import { type KfMessage, sendMessage, sendMessageOnEvent } from './api/kf.ts'
import { WecomRefused } from './api/wecom-refused.ts'
import { checked } from './check-draft.ts'
import { handOver } from './hand-over.ts'
import { type KfDraft, kfDrafts } from './kf-drafts.ts'
import { type MediaIds, withImage } from './media-ids.ts'
import { messageIdOf, sendingIdOfKey } from './message-id.ts'
import { refusedHere, showing } from './send-refusal.ts'

export interface KfChannelDeps {
  /** The app that may speak for an account; nothing when none is configured. */
  apiOf(corpId: string, openKfId: string): Promise<WecomApi | undefined>
  readonly media: MediaIds
}

/** "repeated msgid": an earlier try with this id was taken. Seen in the field, not in the error table. */
const REPEATED_ID = 95033

/**
 * A time-out is ambiguous, and harmless: the same key gives the same ids, and the platform refuses a repeat. The
 * receipt's platformId is what a later send-failed names, for any part of the message.
 */
export function kfChannel(deps: KfChannelDeps): Channel {
  return {
    name: 'wecom-kf',
    async send(sending) {
      const { corpId, account, user } = sending.to
      const api = await deps.apiOf(corpId, account)
      if (!api) throw refusedHere('no app', `no app speaks for account ${account}`, 'config')
      if (sending.message.kind === 'hand-over') {
        if (sending.message.to === 'servicer' && !sending.message.servicer) {
          throw refusedHere('40063', 'a hand-over to a servicer names no servicer')
        }
        await showing(handOver(api, { openKfId: account, user }, sending.message))
        return {}
      }
      return sendDrafts(deps, api, sending)
    },
  }
}

async function sendDrafts(deps: KfChannelDeps, api: WecomApi, sending: Sending): Promise<Receipt> {
  const drafts = kfDrafts(sending.message).map(checked)
  let repeats = 0
  for (const [part, draft] of drafts.entries()) {
    const msgid = messageIdOf(sending.key, part)
    const send = (message: KfMessage) => sendOne(api, sending, message, codeFor(sending, drafts))
    const isRepeat = await (draft.msgtype === 'image'
      ? withImage(deps.media, api, draft.fileId, (image) => send({ msgid, ...image }))
      : send({ msgid, ...draft }))
    if (isRepeat) repeats += 1
  }
  const platformId = sendingIdOfKey(sending.key)
  return repeats === drafts.length ? { platformId, alreadySent: true } : { platformId }
}

/** A code carries one text or menu; anything longer goes as an ordinary message and costs budget (3.5). */
function codeFor(sending: Sending, drafts: readonly KfDraft[]): string | undefined {
  return drafts.length === 1 && drafts[0]?.msgtype !== 'image' ? sending.code : undefined
}

/** True when the platform had taken this very message before. */
async function sendOne(
  api: WecomApi,
  { to }: Sending,
  message: KfMessage,
  code: string | undefined,
): Promise<boolean> {
  const call = code
    ? sendMessageOnEvent(api, code, message)
    : sendMessage(api, { openKfId: to.account, user: to.user }, message)
  try {
    await call
    return false
  } catch (error) {
    if (error instanceof WecomRefused && error.code === REPEATED_ID) return true
    return showing(Promise.reject(error))
  }
}
