/** The channel to staff: messages and cards of a self-built app (wecom.md 5; path/90236, path/94888). */
import { type Channel, type Outgoing, type Receipt, type Sending, SendRefused } from '../channel.ts'
import type { WecomApi } from './api/client.ts'
import { type AppSent, greyCard, sendAppMessage } from './api/message.ts'
import { WecomRefused } from './api/wecom-refused.ts'
import { type AppDraft, appDrafts } from './app-drafts.ts'
import { checked } from './check-draft.ts'
import { type MediaIds, withImage } from './media-ids.ts'
import { refusedHere, showing } from './send-refusal.ts'
import { closedFormCard, greyedText } from './template-card.ts'
import { USER_ID } from './user-id.ts'

export interface AppChannelDeps {
  /** The app with that agent id; nothing when none is configured. */
  apiOf(corpId: string, agentId: string): WecomApi | undefined
  readonly media: MediaIds
}

/** Seconds during which the platform drops an identical message to the same person; four hours is the most. */
const DUPLICATE_CHECK = { enable_duplicate_check: 1, duplicate_check_interval: 14_400 }
const TASK_ID_REFUSED = '42014'
const CODE_REFUSED = 60140

/**
 * A time-out is ambiguous. A card's task id is taken only once, so a repeat is not shown. A repeat of anything else
 * is sent with the platform's duplicate check, which compares contents within four hours; whether it sees a first
 * try that was sent without it is written nowhere, so such a message may be shown twice, and no more.
 */
export function appChannel(deps: AppChannelDeps): Channel {
  return {
    name: 'wecom-app',
    async send(sending) {
      const { corpId, account, user } = sending.to
      const api = deps.apiOf(corpId, account)
      if (!api || !/^\d{1,15}$/.test(account)) {
        throw refusedHere('no app', `no app has the agent id ${account}`, 'config')
      }
      if (!USER_ID.test(user)) throw refusedHere('40003', 'not the id of one member')
      const { message } = sending
      if (message.kind === 'card-close' && message.responseCode) {
        return closeCard(api, sending, message)
      }
      return sendDrafts(appDrafts(message).map(checked), { sending, api, media: deps.media })
    },
  }
}

interface Sends {
  readonly sending: Sending
  readonly api: WecomApi
  readonly media: MediaIds
}

async function sendDrafts(drafts: readonly AppDraft[], sends: Sends): Promise<Receipt> {
  let receipt: Receipt = {}
  for (const [part, draft] of drafts.entries()) {
    try {
      receipt = { ...receipt, ...(await sendDraft(draft, sends)) }
    } catch (error) {
      throw part === 0 ? error : afterTheFirst(error)
    }
  }
  return receipt
}

/**
 * Part of the message stands on the phone already. Only as an ambiguous failure is it tried again as a repeat,
 * with the duplicate check that keeps that part from being shown twice.
 */
function afterTheFirst(error: unknown): unknown {
  const willBeRepeated =
    error instanceof SendRefused && (error.refusal === 'transient' || error.refusal === 'rate')
  return willBeRepeated ? new Error(`partly sent: ${error.message}`) : error
}

function sendDraft(draft: AppDraft, { sending, api, media }: Sends): Promise<Receipt> {
  const send = async (body: { readonly msgtype: string }) => {
    const envelope = { touser: sending.to.user, agentid: Number(sending.to.account) }
    const message = { ...envelope, ...body, ...(sending.repeated && DUPLICATE_CHECK) }
    return receiptOf(await showing(sendAppMessage(api, message)), sending.to.user)
  }
  if (draft.msgtype === 'image') return withImage(media, api, draft.fileId, send)
  return draft.msgtype === 'template_card' ? sendCard(send(draft), sending) : send(draft)
}

/** Task ids are checked before they leave; one that is refused in a repeat was taken the first time. */
async function sendCard(sent: Promise<Receipt>, { repeated }: Sending): Promise<Receipt> {
  try {
    return await sent
  } catch (error) {
    const wasTaken =
      repeated && error instanceof SendRefused && error.platformCode === TASK_ID_REFUSED
    if (!wasTaken) throw error
    return { alreadySent: true }
  }
}

function receiptOf(sent: AppSent, user: string): Receipt {
  const unreached = unreachedOf([sent.invaliduser, sent.unlicenseduser].join('|').split('|'), user)
  return {
    ...(sent.msgid && { platformId: sent.msgid }),
    ...(sent.response_code && { responseCode: sent.response_code }),
    ...(unreached && { unreached }),
  }
}

/** The platform gives ids back in lower case; ours keep the case the directory has. */
function unreachedOf(ids: readonly string[], user: string): readonly string[] | undefined {
  return ids.some((id) => id.toLowerCase() === user.toLowerCase()) ? [user] : undefined
}

async function closeCard(
  api: WecomApi,
  { to, repeated }: Sending,
  { responseCode, text, form }: Extract<Outgoing, { kind: 'card-close' }>,
): Promise<Receipt> {
  const greying = greyCard(api, {
    userids: [to.user],
    agentid: Number(to.account),
    responseCode,
    with: form ? { card: closedFormCard(form, text) } : { replaceName: greyedText(text) },
  })
  try {
    const unreached = unreachedOf((await greying).invaliduser, to.user)
    return unreached ? { unreached } : {}
  } catch (error) {
    // The code is used up: by the earlier try, when there was one.
    if (repeated && error instanceof WecomRefused && error.code === CODE_REFUSED) {
      return { alreadySent: true }
    }
    return showing(Promise.reject(error))
  }
}
