/** The only reader of the environment: everything checked at once, every problem named in one message. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { AppSettings } from './channels/wecom/open-apps.ts'
import { contradictions, type Written } from './config/contradictions.ts'
import { given } from './config/kinds.ts'
import { type Variables, variables } from './config/variables.ts'
import { readWecomFile, type WecomFile } from './config/wecom-file.ts'
import type { S3Settings } from './media/s3-storage.ts'

interface WecomConfig {
  readonly apiBase: string
  readonly oauthBase: string
  readonly qrBase: string
  /** The first is the one of the environment: named `app`, and the only one with an AI bot. */
  readonly apps: readonly [AppSettings, ...AppSettings[]]
  readonly aibot: AibotConfig | null
}

/** An AI bot listens in one way or the other, never in both (wecom.md 10.2). */
interface AibotConfig {
  readonly botId: string
  readonly callback: { readonly token: string; readonly aesKey: string } | null
  readonly line: { readonly secret: string; readonly url: string | null } | null
}

export interface Config {
  readonly port: number
  readonly host: string
  readonly publicUrl: string | null
  /** Proxies in front that are believed, as Express takes them; null when none is. */
  readonly trustProxy: number | readonly string[] | null
  readonly dataDir: string
  readonly dataKey: string | null
  readonly databaseUrl: string | null
  readonly databaseConnections: number
  readonly redisUrl: string | null
  readonly role: 'all' | 'web' | 'worker'
  readonly sandbox: boolean
  readonly sandboxNow: Date | null
  readonly logLevel: Variables['LOG_LEVEL']
  /** The object store of photos and files; null when they lie in a folder of `dataDir`. */
  readonly s3: S3Settings | null
  readonly flowsDir: string | null
  readonly rulesDir: string | null
  /** The service that makes payment links; null when there is none. */
  readonly payLinks: { readonly url: string; readonly token: string } | null
  /** The outside model that may be asked what owners mean; null when there is none. */
  readonly understander: {
    readonly url: string
    readonly key: string | null
    readonly model: string
  } | null
  /** The chat page for owners outside WeChat; null when it is off. */
  readonly webChat: { readonly embedOrigins: readonly string[] } | null
  /** Null in the sandbox, which makes its own. */
  readonly wecom: WecomConfig | null
}

export class BadConfig extends Error {
  readonly code = 'bad-config'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s):\n  ${problems.join('\n  ')}`)
    this.problems = problems
  }
}

/** The configuration of this process: its environment, and what `.env` beside it adds. @throws BadConfig */
export function configOfProcess(): Config {
  if (existsSync(ENV_FILE)) process.loadEnvFile(ENV_FILE)
  liveInEstateZone()
  const file = process.env['WECOM_FILE'] || (existsSync(WECOM_FILE) ? WECOM_FILE : undefined)
  return readConfig({ ...process.env, WECOM_FILE: file })
}

/** Read without being asked when they lie where the process starts; a variable that is set already wins. */
const ENV_FILE = '.env'
const WECOM_FILE = 'wecom.yaml'

/** The recogniser of dates reads the process's own zone, so every process lives in the estate's (dialogue.md D4). */
export function liveInEstateZone(): void {
  process.env['TZ'] = 'Asia/Shanghai'
}

/**
 * The configuration an environment describes.
 * @throws BadConfig naming every problem at once
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const parsed = variables.safeParse(environment)
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`)
    throw new BadConfig([...wrong, ...contradictions(asWritten(environment))])
  }
  const further = furtherApps(parsed.data, environment)
  const problems = [
    ...contradictions(parsed.data),
    ...('problems' in further ? further.problems : []),
  ]
  if (problems.length > 0 || 'problems' in further) throw new BadConfig(problems)
  return Object.freeze(configOf(parsed.data, further.apps))
}

function furtherApps(
  given: Variables,
  environment: Readonly<Record<string, string | undefined>>,
): WecomFile {
  const path = given.WECOM_FILE
  if (path === undefined) return { apps: [] }
  const { WECOM_CORP_ID: corpId, WECOM_APP_AGENT_ID: agentId, WECOM_ROBOT_KEY: robotKey } = given
  try {
    return readWecomFile(readFileSync(path, 'utf8'), environment, { corpId, agentId, robotKey })
  } catch (error) {
    return { problems: [`WECOM_FILE cannot be read: ${(error as Error).message}`] }
  }
}

function asWritten(environment: Readonly<Record<string, string | undefined>>): Written {
  return Object.fromEntries(
    Object.keys(variables.shape).map((name) => [name, given(environment[name])]),
  )
}

function configOf(given: Variables, further: readonly AppSettings[]): Config {
  const sandbox = given.WECOM_CORP_ID === undefined
  return {
    port: given.PORT,
    // Everybody in the sandbox may be anybody: it is not shown to the network.
    host: sandbox ? '127.0.0.1' : given.HOST,
    publicUrl: given.PUBLIC_URL ?? null,
    trustProxy: given.TRUST_PROXY ?? null,
    // Whole, because the database server and the platform live in folders of their own.
    dataDir: resolve(given.DATA_DIR),
    dataKey: given.DATA_KEY ?? null,
    databaseUrl: given.DATABASE_URL ?? null,
    databaseConnections: given.DATABASE_CONNECTIONS,
    redisUrl: given.REDIS_URL ?? null,
    role: given.ROLE,
    sandbox,
    sandboxNow: given.SANDBOX_NOW ? new Date(given.SANDBOX_NOW) : null,
    logLevel: given.LOG_LEVEL,
    s3: s3Of(given),
    flowsDir: given.FLOWS_DIR ?? null,
    rulesDir: given.RULES_DIR ?? null,
    payLinks:
      given.PAY_LINK_URL && given.PAY_LINK_TOKEN
        ? { url: given.PAY_LINK_URL, token: given.PAY_LINK_TOKEN }
        : null,
    understander: understanderOf(given),
    webChat: webChatOf(given, sandbox),
    wecom: sandbox ? null : wecomOf(given, further),
  }
}

function s3Of(given: Variables): S3Settings | null {
  if (!given.S3_ENDPOINT) return null
  return {
    endpoint: given.S3_ENDPOINT,
    region: given.S3_REGION,
    bucket: given.S3_BUCKET ?? '',
    accessKeyId: given.S3_ACCESS_KEY_ID ?? '',
    secretAccessKey: given.S3_SECRET_ACCESS_KEY ?? '',
    pathStyle: given.S3_PATH_STYLE === 'on',
  }
}

function understanderOf(given: Variables): Config['understander'] {
  const { UNDERSTANDER_URL: url, UNDERSTANDER_KEY: key, UNDERSTANDER_MODEL: model } = given
  return url && model ? { url, key: key ?? null, model } : null
}

/** Nobody's page is put on the net unasked: with a real company it has to be switched on. */
function webChatOf(given: Variables, sandbox: boolean): Config['webChat'] {
  const isOn = given.WEB_CHAT === undefined ? sandbox : given.WEB_CHAT === 'on'
  return isOn ? { embedOrigins: given.WEB_CHAT_EMBED_ORIGINS ?? [] } : null
}

function aibotOf(given: Variables): AibotConfig | null {
  const { WECOM_AIBOT_ID: botId, WECOM_AIBOT_TOKEN: token, WECOM_AIBOT_AES_KEY: aesKey } = given
  if (!botId) return null
  const secret = given.WECOM_AIBOT_SECRET
  return {
    botId,
    callback: token && aesKey ? { token, aesKey } : null,
    line: secret ? { secret, url: given.WECOM_AIBOT_WS ?? null } : null,
  }
}

function contactsOf(given: Variables): Exclude<AppSettings['contacts'], undefined> {
  const { WECOM_CONTACTS_TOKEN: token, WECOM_CONTACTS_AES_KEY: aesKey } = given
  return token && aesKey ? { token, aesKey } : null
}

function wecomOf(given: Variables, further: readonly AppSettings[]): WecomConfig {
  return {
    apiBase: given.WECOM_API_BASE,
    oauthBase: given.WECOM_OAUTH_BASE,
    qrBase: given.WECOM_LOGIN_BASE,
    apps: [firstApp(given), ...further],
    aibot: aibotOf(given),
  }
}

function firstApp(given: Variables): AppSettings {
  const previousToken = given.WECOM_APP_TOKEN_PREVIOUS
  const previousKey = given.WECOM_APP_AES_KEY_PREVIOUS
  return {
    name: 'app',
    corpId: given.WECOM_CORP_ID ?? '',
    agentId: given.WECOM_APP_AGENT_ID ?? '',
    secret: given.WECOM_APP_SECRET ?? '',
    token: given.WECOM_APP_TOKEN ?? '',
    aesKey: given.WECOM_APP_AES_KEY ?? '',
    previous: previousToken && previousKey ? { token: previousToken, aesKey: previousKey } : null,
    contacts: contactsOf(given),
    contactSecret: given.WECOM_CONTACT_SECRET ?? null,
    robotKey: given.WECOM_ROBOT_KEY ?? null,
  }
}
