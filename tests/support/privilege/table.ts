/** The table of who may do what, read from tests/fixtures/privilege: one entry a thing, groups of people by name. */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { ROLES, type Role } from './cast.ts'

const names = z.array(z.string()).default([])
const entry = z.strictObject({
  on: z.string().default('accepted'),
  with: z.record(z.string(), z.unknown()).default({}),
  may: names,
  told: names,
  flows_only: names,
  says: z
    .union([z.string(), z.array(z.string())])
    .default('ok')
    .transform((said) => [said].flat()),
})
const file = z.strictObject({
  groups: z.record(z.string(), z.array(z.string())),
  actions: z.record(z.string(), entry),
})

export interface Entry extends Omit<z.output<typeof entry>, 'may' | 'told' | 'flows_only'> {
  readonly may: ReadonlySet<Role>
  readonly told: ReadonlySet<Role>
  readonly flowsOnly: ReadonlySet<Role>
}

/** @throws Error for an entry that names somebody who is not in the cast, or somebody twice */
export function readTable(path: string): ReadonlyMap<string, Entry> {
  const { groups, actions } = file.parse(parse(readFileSync(path, 'utf8')))
  return new Map(
    Object.entries(actions).map(([name, { may, told, flows_only, ...rest }]) => {
      people(groups, [...may, ...told, ...flows_only])
      const flowsOnly = people(groups, flows_only)
      const sets = { may: people(groups, may), told: people(groups, told), flowsOnly }
      return [name, { ...rest, ...sets }]
    }),
  )
}

const page = z.strictObject({
  on: z.string().default('$id'),
  with: z.record(z.string(), z.string()).default({}),
  may: names,
})
const pages = z.strictObject({
  groups: z.record(z.string(), z.array(z.string())),
  routes: z.record(z.string(), z.union([z.enum(['open', 'link']), page])),
})

export interface Page extends Omit<z.output<typeof page>, 'may'> {
  readonly may: ReadonlySet<Role>
}

/** By method and path; what is open to all, or behind a link, says so. @throws as readTable */
export function readPages(path: string): ReadonlyMap<string, Page | 'open' | 'link'> {
  const { groups, routes } = pages.parse(parse(readFileSync(path, 'utf8')))
  return new Map(
    Object.entries(routes).map(([name, given]) => [
      name,
      typeof given === 'string' ? given : { ...given, may: people(groups, given.may) },
    ]),
  )
}

function people(
  groups: Readonly<Record<string, readonly string[]>>,
  named: readonly string[],
): ReadonlySet<Role> {
  const all = named.flatMap((name) => groups[name] ?? [name])
  const wrong = all.find((one, at) => !ROLES.includes(one as Role) || all.indexOf(one) !== at)
  if (wrong) throw new Error(`${wrong} is nobody, or named twice`)
  return new Set(all as Role[])
}
