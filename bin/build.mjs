/** Builds dist/ from src/ with tsc. Styles and scripts of pages stay in src/, which a package must carry. */
import { spawnSync } from 'node:child_process'
import { readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = join(root, 'dist', '.built')

/** Builds when a source is newer than the last build; answers whether it did. */
export async function buildWhenNeeded() {
  const builtAt = await modifiedAt(stamp)
  const sources = [...(await filesUnder(join(root, 'src'))), join(root, 'package-lock.json')]
  const newest = Math.max(...(await Promise.all(sources.map(modifiedAt))))
  if (newest <= builtAt) return false
  await build()
  return true
}

export async function build() {
  await rm(join(root, 'dist'), { recursive: true, force: true })
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const run = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  })
  if (run.status !== 0) throw new Error('The build failed; see the messages above.')
  await writeFile(stamp, '')
}

async function filesUnder(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

async function modifiedAt(path) {
  return stat(path).then(
    (found) => found.mtimeMs,
    () => 0,
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await build()
