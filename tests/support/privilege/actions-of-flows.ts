/** Which actions the shipped flows offer to an audience: what only flows keep somebody from must stand in none. */
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'

const FLOWS = 'flows'

interface FlowFile {
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

export function actionsOfFlows(audience: string): readonly string[] {
  const wanted = AUDIENCES[audience] ?? []
  return files
    .filter(([{ access }]) => access?.audience?.some((one) => wanted.includes(one)) ?? true)
    .flatMap(([, text]) =>
      [...text.matchAll(/\baction: ([a-z_]+\.[a-z_]+)/g)].map(([, name]) => String(name)),
    )
}
