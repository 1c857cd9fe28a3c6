/** Reads from the platform who is whose customer and which tags there are: events get lost, and some never come. */
import type { Database } from '../../database/open-database.ts'
import type { ContactPlatform, Customer } from './platform.ts'

export interface ReadingDeps {
  readonly db: Database
  readonly platform: ContactPlatform
  readonly corpId: string
  readonly now: () => Date
}

/** Most members of one call (wecom.md 7.2). */
const MEMBERS_A_PAGE = 100

/**
 * Whoever is on the list is kept, whoever was not seen on it is gone: only when all of it could be read.
 * @throws SendRefused when the platform refuses
 */
export async function readContacts(deps: ReadingDeps): Promise<void> {
  const { db, platform, corpId } = deps
  const startedAt = deps.now()
  const followers = await platform.followers()
  await eachPage(followers, async (some, cursor) => {
    const page = await platform.customers(some, cursor)
    await keep(deps, page.customers)
    return page.next
  })
  await db
    .deleteFrom('contact')
    .where('corpId', '=', corpId)
    .where('seenAt', '<', startedAt)
    .execute()
  await readGroups(deps, followers, startedAt)
  await readTags(deps)
}

/** Reads on for as long as there is a next cursor, for so many members at a time as a call may name. */
async function eachPage(
  members: readonly string[],
  read: (some: readonly string[], cursor: string) => Promise<string>,
): Promise<void> {
  for (let from = 0; from < members.length; from += MEMBERS_A_PAGE) {
    const some = members.slice(from, from + MEMBERS_A_PAGE)
    let cursor = ''
    do {
      cursor = await read(some, cursor)
    } while (cursor !== '')
  }
}

async function keep(
  { db, corpId, now }: ReadingDeps,
  customers: readonly Customer[],
): Promise<void> {
  for (const { userId, externalUserId, tagIds, ...rest } of customers) {
    const fields = { ...rest, tagIds: [...tagIds], seenAt: now() }
    await db
      .insertInto('contact')
      .values({ corpId, userId: userId.toLowerCase(), externalUserId, ...fields })
      .onConflict((conflict) =>
        conflict.columns(['corpId', 'userId', 'externalUserId']).doUpdateSet(fields),
      )
      .execute()
  }
}

async function readGroups(
  { db, platform, corpId, now }: ReadingDeps,
  owners: readonly string[],
  startedAt: Date,
): Promise<void> {
  await eachPage(owners, async (some, cursor) => {
    const page = await platform.groups(some, cursor)
    for (const { id: chatId, ownerId, name, memberIds } of page.groups) {
      const owner = ownerId.toLowerCase()
      const fields = { name, ownerId: owner, externalUserIds: [...memberIds], seenAt: now() }
      await db
        .insertInto('customer_group')
        .values({ corpId, chatId, ...fields })
        .onConflict((conflict) => conflict.columns(['corpId', 'chatId']).doUpdateSet(fields))
        .execute()
    }
    return page.next
  })
  await db
    .deleteFrom('customer_group')
    .where('corpId', '=', corpId)
    .where('seenAt', '<', startedAt)
    .execute()
}

async function readTags({ db, platform, corpId }: ReadingDeps): Promise<void> {
  const tags = await platform.tags()
  await db.transaction().execute(async (tx) => {
    await tx.deleteFrom('contact_tag').where('corpId', '=', corpId).execute()
    for (const { id, group, name } of tags)
      await tx.insertInto('contact_tag').values({ corpId, id, groupName: group, name }).execute()
  })
}
