/**
 * A second stand-in for the platform, made of what wecom.md records and of nothing else: no line of it comes from the
 * sandbox or from the channel. It checks every call against the recorded shape, answers as recorded, and delivers
 * recorded callbacks sealed by the official package.
 */
import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import { type Answered, type SenderKeys, sealed, send } from './callback-sender.ts'
import { type ApiRequest, startStandInApi } from './stand-in-api.ts'

export interface RecordedApp extends SenderKeys {
  readonly agentId: string
  readonly secret: string
  /** Customer-service accounts granted to it. */
  readonly accounts: readonly string[]
}

export interface RecordedEntry {
  readonly heard: 'answer' | 'nothing'
  readonly entry: Readonly<Record<string, unknown>>
}

export interface RecordedPlatform {
  readonly baseUrl: string
  /** What was sent and is written nowhere, each with the reason; a suite ends with none. */
  readonly wrong: readonly string[]
  /** Bodies of the calls to one path, made with the token of that app. */
  sent(app: RecordedApp, path: string): readonly Record<string, unknown>[]
  /** Somebody writes on an account: it is there for the next pull. */
  write(openKfId: string, user: string, entries: readonly RecordedEntry[]): void
  /** Delivers the callback of that name to the desk. */
  deliver(app: RecordedApp, port: number, name: string, values?: Values): Promise<Answered>
  close(): Promise<void>
}

type Values = Readonly<Record<string, string>>

const FOLDER = new URL('../fixtures/wecom/recorded/', import.meta.url)
const read = (name: string) => parse(readFileSync(new URL(name, FOLDER), 'utf8')) as unknown

interface RecordedCall {
  readonly call: string
  readonly source: string
  readonly query?: object
  readonly body?: object
  readonly answer: Readonly<Record<string, unknown>>
}

const CALLS = read('calls.yaml') as readonly RecordedCall[]
const DEFS = read('defs.yaml') as object
const CALLBACKS = read('callbacks.yaml') as readonly {
  readonly name: string
  readonly xml: string
}[]

export const RECORDED_ENTRIES = read('kf-entries.yaml') as readonly RecordedEntry[]
export const RECORDED_CALLBACKS = CALLBACKS.map(({ name }) => name)

/** Answers that depend on who asks; everything else is answered as recorded. */
const TOKEN_CALL = 'GET /cgi-bin/gettoken'
const WITHOUT_TOKEN = ['POST /cgi-bin/webhook/send']
/** Tokens that are none (wecom.md 4.3). */
const INVALID_TOKEN = { errcode: 40014, errmsg: 'invalid access_token' }
const FOREIGN_AGENT = { errcode: 301002, errmsg: 'agentid does not belong to the token' }

export async function startRecordedPlatform(
  apps: readonly RecordedApp[],
): Promise<RecordedPlatform> {
  const shapes = new Map(CALLS.map((recorded) => [recorded.call, shapeOf(recorded)]))
  const wrong: string[] = []
  const made: { readonly app: RecordedApp; readonly call: ApiRequest }[] = []
  const chats = new Map<string, Record<string, unknown>[]>()
  let count = 0

  const answer = (call: ApiRequest): Record<string, unknown> => {
    const name = `${call.method} ${call.path}`
    const shape = shapes.get(name)
    if (!shape) {
      wrong.push(`${name} is recorded nowhere`)
      return { errcode: -1, errmsg: 'system busy' }
    }
    wrong.push(...shape.problems(call).map((problem) => `${name}: ${problem}`))
    if (name === TOKEN_CALL) return tokenFor(apps, call, shape.answer)
    return WITHOUT_TOKEN.includes(name) ? { ...shape.answer } : withToken(name, call, shape.answer)
  }
  const withToken = (name: string, call: ApiRequest, recorded: object) => {
    const app = apps.find((each) => tokenOf(each) === call.query['access_token'])
    if (!app) return INVALID_TOKEN
    const agent = call.json?.['agentid']
    if (agent !== undefined && String(agent) !== app.agentId) return FOREIGN_AGENT
    made.push({ app, call })
    return { ...recorded, ...own[name]?.(app, call) }
  }
  const own: Readonly<Record<string, (app: RecordedApp, call: ApiRequest) => object>> = {
    'POST /cgi-bin/kf/account/list': ({ accounts }) => ({
      account_list: accounts.map((id) => ({ open_kfid: id, name: id, manage_privilege: true })),
    }),
    'POST /cgi-bin/kf/sync_msg': (_app, { json }) => {
      const written = chats.get(String(json?.['open_kfid'])) ?? []
      const from = Number(json?.['cursor'] ?? 0)
      const page = written.slice(from, from + 3)
      const next = from + page.length
      return { next_cursor: String(next), has_more: next < written.length ? 1 : 0, msg_list: page }
    },
  }

  const api = await startStandInApi(answer)
  return {
    baseUrl: api.baseUrl,
    wrong,
    sent: (app, path) =>
      made
        .filter((one) => one.app === app && one.call.path === path)
        .map((one) => one.call.json ?? {}),
    write(openKfId, user, entries) {
      const written = chats.get(openKfId) ?? []
      for (const { entry } of entries) {
        count += 1
        written.push(delivered(entry, openKfId, user, count))
      }
      chats.set(openKfId, written)
    },
    deliver(app, port, name, values = {}) {
      const template = CALLBACKS.find((callback) => callback.name === name)?.xml ?? ''
      count += 1
      const filled = fill(template, {
        ...{ corp: app.corpId, agent: app.agentId, user: 'lisi', kf: app.accounts[0] ?? '' },
        ...{ at: seconds(), id: String(count) },
        ...values,
      })
      const { query, body } = sealed(app, filled)
      return send(port, { method: 'POST', target: `${app.path}?${query}`, body })
    },
    close: api.close,
  }
}

function shapeOf({ query, body, answer }: RecordedCall) {
  const inQuery = query && schemaOf(query)
  const inBody = body && schemaOf(body)
  return {
    answer,
    problems: (call: ApiRequest): string[] => [
      ...(inQuery ? problemsOf(inQuery, withoutToken(call.query)) : []),
      ...(inBody ? problemsOf(inBody, call.json) : []),
    ],
  }
}

function withoutToken({ access_token: _token, ...query }: ApiRequest['query']): object {
  return query
}

function schemaOf(schema: object): z.ZodType {
  return z.fromJSONSchema({ ...schema, $defs: DEFS } as Parameters<typeof z.fromJSONSchema>[0])
}

function problemsOf(schema: z.ZodType, value: unknown): string[] {
  const { error } = schema.safeParse(value)
  return error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? []
}

function tokenFor(
  apps: readonly RecordedApp[],
  { query }: ApiRequest,
  answer: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const app = apps.find(
    ({ corpId, secret }) => corpId === query['corpid'] && secret === query['corpsecret'],
  )
  if (!app) return { errcode: 40001, errmsg: 'invalid credential' }
  return { ...answer, access_token: tokenOf(app) }
}

const tokenOf = ({ corpId, agentId }: RecordedApp) => `TOKEN-${corpId}-${agentId}`
const seconds = () => String(Math.floor(Date.now() / 1000))

/** Common fields of an entry; in an event the customer and the account stand inside it (wecom.md 3.2). */
function delivered(
  entry: Readonly<Record<string, unknown>>,
  openKfId: string,
  user: string,
  number: number,
): Record<string, unknown> {
  const common = { msgid: `m-${number}`, send_time: Number(seconds()) }
  const who = { open_kfid: openKfId, external_userid: user }
  if (entry['msgtype'] !== 'event') return { ...common, ...who, ...entry }
  return { ...common, ...entry, event: { ...who, ...(entry['event'] as object) } }
}

function fill(template: string, values: Values): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
