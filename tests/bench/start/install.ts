/** How long `npm ci` takes in a folder with nothing but the two package files, and how large node_modules is. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT_FOLDER } from '../../support/app/build-now.ts'

export interface Installed {
  /** Null when the registry could not be reached; `skipped` says so. */
  readonly seconds: number | null
  readonly megabytes: number | null
  readonly skipped: string | null
}

const LONGEST_MS = 300_000

/** Only what production needs, as an image is built. */
export async function install(): Promise<Installed> {
  const folder = await mkdtemp(join(tmpdir(), 'guanjia-install-'))
  try {
    for (const file of ['package.json', 'package-lock.json'])
      await copyFile(join(PROJECT_FOLDER, file), join(folder, file))
    const begun = performance.now()
    const why = await run(folder)
    const seconds = (performance.now() - begun) / 1000
    if (why !== null) return { seconds: null, megabytes: null, skipped: why }
    return { seconds, megabytes: await megabytesOf(join(folder, 'node_modules')), skipped: null }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Null when it went well, else its first complaint. */
async function run(cwd: string): Promise<string | null> {
  const args = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund']
  const npm = spawn('npm', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], timeout: LONGEST_MS })
  let said = ''
  npm.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(0, 4000)
  })
  const [code] = await once(npm, 'close')
  if (code === 0) return null
  return /^npm error code (\S+)/m.exec(said)?.[1] ?? `npm ended with ${code ?? 'no answer in time'}`
}

/** Of the files' own sizes, links not followed. */
async function megabytesOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  let bytes = 0
  for (const entry of entries)
    if (entry.isFile()) bytes += (await lstat(join(entry.parentPath, entry.name))).size
  return bytes / 1e6
}
