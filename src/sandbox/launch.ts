/** Starts the stand-in platform as a process of its own, or takes over the one a killed desk left running. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'
import type { Log } from '../log.ts'
import { codeVersion } from './code-version.ts'
import { type ControlClient, controlClient } from './control-client.ts'
import type { Corp } from './platform/corp.ts'
import { findRun, type Run } from './run-file.ts'
import { type CorpNames, keepSettings, type Settings } from './settings.ts'

export interface PlatformStart {
  /** The platform's own folder; made when it is missing. */
  readonly dataDir: string
  readonly names: CorpNames
  readonly log: Log
  /** 0, the default, takes a free port. */
  readonly port?: number
}

export interface RunningPlatform {
  /** For WECOM_API_BASE. */
  readonly baseUrl: string
  readonly controlUrl: string
  readonly control: ControlClient
  /** Ids and secrets of the demo company, the same on every start with the same folder. */
  readonly corp: Corp
  readonly pid: number
  /** True when it ran already. */
  readonly adopted: boolean
  /** Ends the process and waits until it is gone; nothing that was acknowledged is lost. */
  stop(): Promise<void>
}

/** Throws when the platform does not come up within 15 seconds; its log is in the folder. */
export async function startPlatform(start: PlatformStart): Promise<RunningPlatform> {
  const version = codeVersion(fileURLToPath(new URL('./platform/', import.meta.url)))
  mkdirSync(start.dataDir, { recursive: true, mode: 0o700 })
  const settings = keepSettings({ ...start, version, newSecret })
  const running = await findRunning(start.dataDir, settings)
  if (running && running.version === version) {
    start.log.info({ platformPid: running.platform.pid }, 'sandbox platform taken over')
    return running.platform
  }
  await running?.platform.stop()
  const child = spawnPlatform(start)
  const run = await firstLine(child, join(start.dataDir, 'platform.log'))
  start.log.info({ platformPid: run.pid, port: run.port }, 'sandbox platform started')
  return connect(start.dataDir, run, settings, false)
}

type Secrets = Pick<Settings, 'corp' | 'controlSecret'>

/** The process on the folder once it answers: one that is starting is waited for, one that is dying too. */
async function findRunning(
  dataDir: string,
  settings: Secrets,
): Promise<{ readonly platform: RunningPlatform; readonly version: string } | undefined> {
  for (let tries = 0; tries < 300; tries += 1) {
    const run = findRun(dataDir, Date.now)
    if (!run) return undefined
    const platform = connect(dataDir, run, settings, true)
    const version = run.port === 0 ? undefined : await versionOf(platform.control)
    if (version !== undefined) return { platform, version }
    await pause(50)
  }
  throw new Error('the sandbox platform that holds the folder does not answer')
}

/** Undefined when nobody answers. */
async function versionOf(control: ControlClient): Promise<string | undefined> {
  try {
    return (await control.state()).version
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

function connect(
  dataDir: string,
  { pid, port }: Run,
  settings: Secrets,
  adopted: boolean,
): RunningPlatform {
  const baseUrl = `http://127.0.0.1:${port}`
  const controlUrl = `${baseUrl}/control`
  const control = controlClient(controlUrl, settings.controlSecret)
  return {
    baseUrl,
    controlUrl,
    control,
    corp: settings.corp,
    pid,
    adopted,
    async stop() {
      await control.stop()
      await gone(dataDir, pid)
    },
  }
}

/** Detached and in a session of its own: neither a signal to the desk nor its end reaches it. */
function spawnPlatform({ dataDir, port = 0 }: PlatformStart): ChildProcess {
  const extension = extname(fileURLToPath(import.meta.url))
  const entry = fileURLToPath(new URL(`./platform-main${extension}`, import.meta.url))
  const log = openSync(join(dataDir, 'platform.log'), 'a', 0o600)
  const child = spawn(
    process.execPath,
    [...loader(extension), entry, '--data', dataDir, '--port', String(port)],
    { detached: true, stdio: ['ignore', 'pipe', log] },
  )
  closeSync(log)
  child.unref()
  return child
}

/** From source, Node needs a loader for TypeScript; built code needs none. */
function loader(extension: string): string[] {
  if (extension !== '.ts') return []
  const tsx = createRequire(import.meta.url).resolve('tsx')
  return ['--import', pathToFileURL(tsx).href]
}

const runSchema = z.object({ pid: z.int(), port: z.int() })

const START_MS = 15_000

async function firstLine(child: ChildProcess, logPath: string): Promise<Run> {
  const { stdout } = child
  if (!stdout) throw new Error('the sandbox platform has no output')
  const timer = setTimeout(() => child.kill(), START_MS)
  try {
    for await (const line of createInterface({ input: stdout })) {
      return runSchema.parse(JSON.parse(line))
    }
  } finally {
    clearTimeout(timer)
    stdout.destroy()
  }
  throw new Error(`the sandbox platform did not start; see ${logPath}`)
}

/** It gives the folder up as the last thing it does; a process table may show it for longer. */
async function gone(dataDir: string, pid: number): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (findRun(dataDir, Date.now)?.pid !== pid) return
    await pause(50)
  }
  throw new Error(`the sandbox platform ${pid} does not stop`)
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

function newSecret(length: number): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}
