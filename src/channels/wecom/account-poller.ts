/** Reads every customer-service account of every app now and then: pings get lost, and new accounts never ping. */
import type { Database } from '../../database/open-database.ts'
import { listAccounts } from './api/kf-people.ts'
import { WecomRefused } from './api/wecom-refused.ts'
import { meaningOf } from './error-classes.ts'
import type { KfPullOrder } from './kf-pull.ts'
import type { OpenApp } from './open-apps.ts'
import { addAccounts } from './stores/kf-account-rows.ts'
import type { Tally } from './tally.ts'

export interface AccountPollerDeps {
  readonly apps: readonly OpenApp[]
  readonly db: Database
  pull(order: KfPullOrder): Promise<void>
  now(): Date
  readonly tally: Tally
}

/**
 * One app that cannot be read does not keep the others from being read.
 * @throws the first error, after everything else was read; an app without the right to customer service is no error
 * while another app has it
 */
export function accountPoller(deps: AccountPollerDeps): () => Promise<void> {
  return async () => {
    const errors: unknown[] = []
    for (const app of deps.apps) {
      try {
        await pullAccountsOf(app, deps)
      } catch (error) {
        deps.tally.add('kf accounts not read')
        errors.push(error)
      }
    }
    const [first] = errors.filter(
      (error) => errors.length === deps.apps.length || !isWithoutRight(error),
    )
    if (first !== undefined) throw first
  }
}

async function pullAccountsOf({ settings, api }: OpenApp, deps: AccountPollerDeps): Promise<void> {
  const { corpId, agentId } = settings
  const accounts = await listAccounts(api)
  const openKfIds = accounts.map((account) => account.open_kfid)
  await addAccounts(deps.db, { corpId, agentId, openKfIds }, deps.now())
  for (const openKfId of openKfIds) await deps.pull({ corpId, openKfId })
}

function isWithoutRight(error: unknown): boolean {
  return error instanceof WecomRefused && meaningOf(error.code).refusal === 'config'
}
