/** The pictures the demo people can send: drawn for this project, kept with the page's other files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface DemoPhotos {
  /** The first is what `{"image": true}` sends. */
  readonly names: readonly string[]
  /** The JPEG, or undefined when there is no such picture. */
  read(name: string): Buffer | undefined
}

/** As the page offers them; what else lies in the folder follows. */
const ORDER = ['leak', 'lamp', 'lift']

/** The same folder seen from the sources and from the build. */
export const ASSETS_FOLDER = fileURLToPath(
  new URL('../../src/sandbox/page/assets/', import.meta.url),
)

export function openDemoPhotos(folder = `${ASSETS_FOLDER}photos/`): DemoPhotos {
  const names = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.jpg'))
        .map((file) => file.slice(0, -'.jpg'.length))
        .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    : []
  return {
    names,
    read: (name) => (names.includes(name) ? readFileSync(`${folder}${name}.jpg`) : undefined),
  }
}

function rank(name: string): number {
  const index = ORDER.indexOf(name)
  return index === -1 ? ORDER.length : index
}
