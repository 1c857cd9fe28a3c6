/** What the desk may ask of each company it speaks for. */
import type { ContactPlatform } from '../../desk/contacts/platform.ts'
import type { DirectoryPlatform } from '../../desk/directory/platform.ts'
import { contactPlatform } from './contact-platform.ts'
import { directoryPlatform } from './directory-platform.ts'
import type { OpenApps } from './open-apps.ts'

export interface CompanyPlatform {
  /** Customers of stewards, tasks they confirm, codes and tags. */
  readonly contacts: ContactPlatform
  /** Members and departments. */
  readonly directory: DirectoryPlatform
}

/** Customers and members belong to a company: its first app reads them. */
export function companyPlatforms(
  apps: OpenApps,
  now: () => Date,
): ReadonlyMap<string, CompanyPlatform> {
  const first = apps.all.filter(({ api }) => apps.main(api.corpId) === api)
  return new Map(
    first.map(({ api, contactApi }) => [
      api.corpId,
      { contacts: contactPlatform(contactApi, now), directory: directoryPlatform(api) },
    ]),
  )
}
