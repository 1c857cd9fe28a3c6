/** Which actions the shipped flows offer to an audience: what only flows keep somebody from must stand in none. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'

const FLOWS = 'flows'

interface FlowFile {
  readonly flow: string
  readonly start?: {
    readonly menu?: { readonly label: string }
    readonly keywords?: readonly { readonly any: readonly string[] }[]
  }
  readonly access?: { readonly audience?: readonly string[] }
}

const files: readonly (readonly [FlowFile, string])[] = readdirSync(FLOWS, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.flow.yaml'))
  .map((name) => readFileSync(`${FLOWS}/${name}`, 'utf8'))
  .map((text) => [parse(text) as FlowFile, text] as const)

/** Owners of every kind are one audience here. */
const AUDIENCES: Readonly<Record<string, readonly string[]>> = {
  owner: ['owner', 'tenant', 'family', 'guest'],
  staff: ['staff', 'steward', 'agent', 'lead', 'dispatcher', 'manager', 'technician'],
  contractor: ['contractor'],
}

export interface StaffCommand {
  readonly flow: string
  readonly audience: readonly string[]
  /** What stands in its menu and begins it by being said. */
  readonly words: readonly string[]
}

/** Every flow that owners are never offered. */
export const staffCommands: readonly StaffCommand[] = files.flatMap(([{ flow, start, access }]) => {
  const audience = access?.audience ?? []
  const isOwners = audience.some((one) => AUDIENCES['owner']?.includes(one))
  if (audience.length === 0 || isOwners) return []
  const keywords = start?.keywords?.flatMap(({ any }) => any) ?? []
  return [{ flow, audience, words: [...(start?.menu ? [start.menu.label] : []), ...keywords] }]
})

export function actionsOfFlows(audience: string): readonly string[] {
  const wanted = AUDIENCES[audience] ?? []
  return files
    .filter(([{ access }]) => access?.audience?.some((one) => wanted.includes(one)) ?? true)
    .flatMap(([, text]) =>
      [...text.matchAll(/\baction: ([a-z_]+\.[a-z_]+)/g)].map(([, name]) => String(name)),
    )
}
