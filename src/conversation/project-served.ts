/** Whose project an owner's conversation belongs to. */
import type { Address } from '../channels/channel.ts'
import type { Tx } from '../database/open-database.ts'
import { projectOfAccount } from '../desk/residents/project-of-account.ts'

/**
 * The project of the account written to. While nobody has given an account of a company with several projects
 * to one of them, its oldest project answers: an owner must not find a closed door. Null without any project.
 */
export async function projectServed(tx: Tx, address: Address): Promise<string | null> {
  const assigned = await projectAskedFor(tx, address)
  if (assigned) return assigned
  const oldest = await tx
    .selectFrom('project')
    .select('id')
    .where('corpId', '=', address.corpId)
    .orderBy('createdAt')
    .orderBy('id')
    .executeTakeFirst()
  return oldest?.id ?? null
}

/** The account of a web chat is the project's own code; others are given to a project. */
async function projectAskedFor(tx: Tx, { corpId, channel, account }: Address) {
  if (channel !== 'web-chat') return projectOfAccount(tx, { corpId, account })
  const project = await tx
    .selectFrom('project')
    .select('id')
    .where('corpId', '=', corpId)
    .where('code', '=', account)
    .executeTakeFirst()
  return project?.id ?? null
}
