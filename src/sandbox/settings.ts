/** What the desk and the stand-in share: the corp's secrets and the control secret, made once per folder. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Corp, corpSchema } from './platform/corp.ts'

export const settingsSchema = z.object({
  corp: corpSchema,
  controlSecret: z.string().min(32),
  /** Of the code that wrote the file. */
  version: z.string().min(1),
})

export type Settings = z.infer<typeof settingsSchema>

/** What people see; everything else is made up. */
export interface CorpNames {
  readonly company: string
  readonly app: string
  readonly kfAccount: string
  readonly robot: string
}

export interface SettingsOptions {
  readonly dataDir: string
  readonly names: CorpNames
  readonly version: string
  /** `length` characters of [A-Za-z0-9]. */
  readonly newSecret: (length: number) => string
}

/** The settings of the folder: read when they are there, made when not; names and version always as given. */
export function keepSettings(options: SettingsOptions): Settings {
  const path = join(options.dataDir, 'settings.json')
  const kept = existsSync(path) ? readSettings(path) : newSettings(options)
  const settings = { ...kept, version: options.version, corp: renamed(kept.corp, options.names) }
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(`${path}.new`, `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return settings
}

function readSettings(path: string): Settings {
  return settingsSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
}

function newSettings({ names, version, newSecret }: SettingsOptions): Settings {
  return {
    version,
    controlSecret: newSecret(48),
    corp: {
      corpId: `ww${newSecret(16).toLowerCase()}`,
      name: names.company,
      apps: [
        {
          agentId: 1000002,
          name: names.app,
          secret: newSecret(43),
          token: newSecret(24),
          aesKey: newSecret(43),
          kf: true,
        },
      ],
      kfAccounts: [{ openKfId: `wk${newSecret(24)}`, name: names.kfAccount }],
      robots: [{ key: newSecret(36), name: names.robot }],
    },
  }
}

function renamed(corp: Corp, names: CorpNames): Corp {
  const first = <Item extends { name: string }>(items: readonly Item[], name: string) =>
    items.map((item, index) => (index === 0 ? { ...item, name } : item))
  return {
    ...corp,
    name: names.company,
    apps: first(corp.apps, names.app),
    kfAccounts: first(corp.kfAccounts, names.kfAccount),
    robots: first(corp.robots, names.robot),
  }
}
