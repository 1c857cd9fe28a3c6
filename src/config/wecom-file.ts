/** Further apps and companies of one installation, from `wecom.yaml`: each has a callback of its own by its name. */
import { z } from 'zod'
import type { AppSettings } from '../channels/wecom/open-apps.ts'
import { readYaml } from '../yaml-text.ts'
import { AES_KEY, AES_KEY_RULE, CALLBACK_TOKEN, CALLBACK_TOKEN_RULE } from './kinds.ts'

/** `${NAME}` stands for a variable of the environment: secrets need not lie in the file. */
const REFERENCE = /^\$\{([A-Z][A-Z0-9_]*)\}$/
/** Names of callbacks that are taken: the app of the environment, and the AI bot. */
const TAKEN = ['app', 'aibot']
const MOST_APPS = 50

const text = z.string().trim().min(1)
const keys = {
  token: text.regex(CALLBACK_TOKEN, { error: CALLBACK_TOKEN_RULE }),
  aes_key: text.regex(AES_KEY, { error: AES_KEY_RULE }),
}
const app = z.strictObject({
  name: text.regex(/^[a-z][a-z0-9-]{0,31}$/, {
    error: 'must be small letters, digits and dashes, 32 at most',
  }),
  corp_id: text,
  agent_id: z
    .union([z.number(), z.string()])
    .transform(String)
    .pipe(z.string().regex(/^\d{1,15}$/, { error: 'must be digits' })),
  secret: text,
  ...keys,
  previous: z.strictObject(keys).optional(),
  contacts: z.strictObject(keys).optional(),
  contact_secret: text.optional(),
  robot_key: text.optional(),
})
const file = z.strictObject({ apps: z.array(app).max(MOST_APPS) })

/** What the environment says of the first app; what it lacks is somebody else's problem. */
export interface FirstApp {
  readonly corpId: string | undefined
  readonly agentId: string | undefined
  readonly robotKey: string | undefined
}

export type WecomFile =
  | { readonly apps: readonly AppSettings[] }
  | { readonly problems: readonly string[] }

/** Reads the text of `wecom.yaml`; every problem at once, each with its place in the file, none with a secret. */
export function readWecomFile(
  content: string,
  environment: Readonly<Record<string, string | undefined>>,
  first: FirstApp,
): WecomFile {
  const yaml = readYaml(content)
  if ('problems' in yaml) {
    // Not the parser's message: it quotes the line, and the line may hold a secret.
    return { problems: yaml.problems.map(({ line, code }) => `wecom.yaml: line ${line}: ${code}`) }
  }
  const filled = filledIn(yaml.value, environment)
  const parsed = file.safeParse(filled.value)
  const wrong = (parsed.error?.issues ?? []).map(({ path, message }) => ({
    place: path.join('.') || 'file',
    message,
  }))
  const unset = new Set(filled.missing.map(({ place }) => place))
  const all = [...filled.missing, ...wrong.filter(({ place }) => !unset.has(place))]
  if (!parsed.success || all.length > 0) {
    return { problems: all.map(({ place, message }) => `wecom.yaml: ${place} ${message}`) }
  }
  const apps = parsed.data.apps.map(appOf)
  const problems = clashes(apps, first).map((problem) => `wecom.yaml: ${problem}`)
  return problems.length > 0 ? { problems } : { apps }
}

interface Filled {
  readonly value: unknown
  readonly missing: readonly { readonly place: string; readonly message: string }[]
}

function filledIn(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
  path: readonly string[] = [],
): Filled {
  if (typeof value === 'object' && value !== null) {
    const parts = Object.entries(value).map(
      ([key, each]) => [key, filledIn(each, environment, [...path, key])] as const,
    )
    const missing = parts.flatMap(([, part]) => part.missing)
    const entries = parts.map(([key, part]) => [key, part.value] as const)
    const list = entries.map(([, each]) => each)
    return { value: Array.isArray(value) ? list : Object.fromEntries(entries), missing }
  }
  const name = typeof value === 'string' ? REFERENCE.exec(value)?.[1] : undefined
  if (name === undefined) return { value, missing: [] }
  const message = `needs the variable ${name}, which is not set`
  const missing = environment[name] ? [] : [{ place: path.join('.'), message }]
  return { value: environment[name], missing }
}

function appOf({ name, corp_id, agent_id, secret, ...rest }: z.output<typeof app>) {
  return {
    name,
    corpId: corp_id,
    agentId: agent_id,
    secret,
    token: rest.token,
    aesKey: rest.aes_key,
    previous: pairOf(rest.previous),
    contacts: pairOf(rest.contacts),
    contactSecret: rest.contact_secret ?? null,
    robotKey: rest.robot_key ?? null,
  }
}

function pairOf(pair: { readonly token: string; readonly aes_key: string } | undefined) {
  return pair ? { token: pair.token, aesKey: pair.aes_key } : null
}

function clashes(apps: readonly AppSettings[], first: FirstApp): string[] {
  const names = [...TAKEN, ...apps.map(({ name }) => name)]
  const agents = [first, ...apps].map(({ corpId, agentId }) => `${corpId} ${agentId}`)
  const robots = [first, ...apps].filter(({ robotKey }) => robotKey).map(({ corpId }) => corpId)
  return [
    ...repeated(names).map((name) => `the name ${name} is taken`),
    ...repeated(agents).map((agent) => `the app ${agent} is described twice`),
    ...repeated(robots).map((corpId) => `${corpId} has a robot_key already: one a company`),
  ]
}

function repeated<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))]
}
