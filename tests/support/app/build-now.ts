/** The desk's own build, made when it is missing or old. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const PROJECT_FOLDER = fileURLToPath(new URL('../../..', import.meta.url))

const BUILD = "import { buildWhenNeeded } from './bin/build.mjs'; await buildWhenNeeded()"

/** The entry of the build, as `npm start` runs it. Two at the same time would build into each other. */
export function buildNow(): string {
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', BUILD], {
    cwd: PROJECT_FOLDER,
    encoding: 'utf8',
  })
  if (run.status !== 0) throw new Error(`The build failed:\n${run.stdout}\n${run.stderr}`)
  return `${PROJECT_FOLDER}dist/main.js`
}
