/** 客户联系 as the desk knows it: checked here, called there, refused in the desk's own words (wecom.md 7). */
import type {
  ContactPlatform,
  Customer,
  CustomerGroup,
  CustomerPage,
  GroupPage,
  MassTask,
  PlatformTag,
  ResultPage,
  ResultStatus,
} from '../../desk/contacts/platform.ts'
import { legalText } from '../legal-text.ts'
import type { WecomApi } from './api/client.ts'
import * as contacts from './api/contacts.ts'
import * as groups from './api/groups.ts'
import { addContactWay as addChatLink } from './api/kf-people.ts'
import * as mass from './api/mass.ts'
import { WecomRefused } from './api/wecom-refused.ts'
import {
  checkGreeting,
  checkMark,
  checkMassTask,
  checkTagNames,
  checkWay,
} from './contact-limits.ts'
import { preparing, showing } from './send-refusal.ts'

/** Cancelled before; no such code any more; nobody has customers. */
const GONE = { cancelled: 41093, way: 41044, customers: 84061 } as const
const ONE_SECOND_MS = 1000

export function contactPlatform(api: WecomApi, now: () => Date): ContactPlatform {
  return {
    async createTask(task) {
      checkMassTask(task)
      const made = await showing(mass.addMessageTemplate(api, draftOf(task)))
      return { id: made.msgid, unknown: made.failed }
    },
    findTask: (task, since, known) => findTask(api, { task, since, known, now: now() }),
    async taskIsSent(msgid, userId) {
      const found = await senderOf(api, msgid, userId)
      return found?.status === 2
    },
    results: (msgid, userid, cursor) => readResults(api, { msgid, userid, cursor }),
    remind: (msgid) => preparing(mass.remindSender(api, msgid)),
    cancel: (msgid) => unless(GONE.cancelled, mass.cancelMessage(api, msgid)),
    async welcome(code, greeting) {
      checkGreeting(greeting)
      const { text, link } = greeting
      const { title, description: desc, url } = link ?? { title: '', description: '', url: '' }
      const attachments = link ? [{ msgtype: 'link', link: { title, desc, url } }] : []
      const contents = { text: { content: legalText(text) }, attachments }
      await showing(contacts.sendWelcome(api, code, contents))
    },
    followers: () => preparing(contacts.listFollowUsers(api)),
    customers: (userids, cursor) => readCustomers(api, userids, cursor),
    groups: (owners, cursor) => readGroups(api, owners, cursor),
    async addWay(way) {
      checkWay(way)
      const { userId, state, remark, expiresInSec } = way
      const made = await preparing(
        contacts.addContactWay(api, {
          user: [userId],
          state,
          remark,
          ...(expiresInSec !== undefined && { expires_in: expiresInSec }),
        }),
      )
      return { id: made.config_id, qrUrl: made.qr_code }
    },
    removeWay: (id) => unless(GONE.way, contacts.deleteContactWay(api, id)),
    tags: async () => (await preparing(contacts.listCorpTags(api))).flatMap(tagsOf),
    async addTags(group, names) {
      checkTagNames(group, names)
      return tagsOf(await preparing(contacts.addCorpTags(api, group, names)))
    },
    async markTags(mark) {
      checkMark(mark)
      const { userId: userid, externalUserId: external_userid, add, remove } = mark
      const tags = { add_tag: add, remove_tag: remove }
      await preparing(contacts.markTag(api, { userid, external_userid, ...tags }))
    },
    async chatAddress(openKfId, param) {
      const url = await preparing(addChatLink(api, openKfId, 'steward'))
      return `${url}&scene_param=${encodeURIComponent(param)}`
    },
  }
}

/** A refusal that says it was done before is a yes. */
function unless(code: number, call: Promise<void>): Promise<void> {
  const well = call.catch((error: unknown) => {
    if (!(error instanceof WecomRefused && error.code === code)) throw error
  })
  return preparing(well)
}

function draftOf({ userId, externalUserIds, groupIds, text }: MassTask): mass.MassDraft {
  const common = { sender: userId, text: { content: legalText(text) } }
  return groupIds
    ? { ...common, chat_type: 'group', chat_id_list: groupIds }
    : { ...common, chat_type: 'single', external_userid: externalUserIds }
}

interface Search {
  readonly task: MassTask
  readonly since: Date
  readonly known: readonly string[]
  readonly now: Date
}

/** By its words and its sender: two parts of one notice to one sender are told apart by `known`. */
async function findTask(api: WecomApi, search: Search): Promise<string | null> {
  const { task, since, known, now } = search
  const {
    text: { content: words },
    chat_type: chatType,
  } = draftOf(task)
  let cursor = ''
  do {
    const from = new Date(since.getTime() - ONE_SECOND_MS)
    const to = new Date(Math.max(now.getTime(), from.getTime()) + ONE_SECOND_MS)
    const page = await preparing(mass.listMessages(api, { chatType, from, to, cursor }))
    for (const { msgid, text } of page.group_msg_list) {
      const isOther = text.content !== words || known.includes(msgid)
      if (!isOther && (await senderOf(api, msgid, task.userId))) return msgid
    }
    cursor = page.next_cursor
  } while (cursor)
  return null
}

async function senderOf(api: WecomApi, msgid: string, userId: string) {
  let cursor = ''
  do {
    const page = await preparing(mass.getTasks(api, { msgid, cursor }))
    const found = page.task_list.find((one) => one.userid.toLowerCase() === userId.toLowerCase())
    if (found) return found
    cursor = page.next_cursor
  } while (cursor)
  return undefined
}

const STATUSES: Readonly<Record<number, ResultStatus>> = {
  0: 'unsent',
  1: 'sent',
  2: 'not_customer',
  3: 'over_cap',
}

async function readResults(
  api: WecomApi,
  of: Parameters<typeof mass.getResults>[1],
): Promise<ResultPage> {
  const page = await preparing(mass.getResults(api, of))
  const results = page.send_list.map((one) => ({
    externalUserId: one.external_userid,
    groupId: one.chat_id,
    status: STATUSES[one.status] ?? 'unsent',
  }))
  return { results, next: page.next_cursor }
}

async function readGroups(
  api: WecomApi,
  owners: readonly string[],
  cursor: string,
): Promise<GroupPage> {
  const page = await preparing(groups.listGroups(api, { owners, cursor }))
  const read: CustomerGroup[] = []
  for (const chatId of page.ids) {
    const { id, name, owner, outsiders } = await preparing(groups.getGroup(api, chatId))
    read.push({ id, name, ownerId: owner, memberIds: outsiders })
  }
  return { groups: read, next: page.nextCursor }
}

async function readCustomers(
  api: WecomApi,
  userids: readonly string[],
  cursor: string,
): Promise<CustomerPage> {
  try {
    const page = await contacts.batchByUser(api, { userids, cursor })
    const customers = page.entries.map(
      ({ external_contact: contact, follow_info: follow }): Customer => ({
        userId: follow.userid,
        externalUserId: contact.external_userid,
        name: contact.name,
        state: follow.state,
        addedAt: new Date(follow.createtime * 1000),
        tagIds: follow.tag_id,
      }),
    )
    return { customers, next: page.nextCursor }
  } catch (error) {
    const isNone = error instanceof WecomRefused && error.code === GONE.customers
    if (isNone) return { customers: [], next: '' }
    return preparing(Promise.reject(error))
  }
}

function tagsOf({ group_name: group, tag }: contacts.TagGroup): PlatformTag[] {
  return tag.map(({ id, name }) => ({ id, group, name }))
}
