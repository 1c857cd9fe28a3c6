/** Reads the companies' directories now and then; a company that does not let the app read it is told once. */
import { SendRefused } from '../channels/channel.ts'
import type { DirectoryPlatform } from '../desk/directory/platform.ts'
import { type DirectoryReading, readDirectory } from '../desk/directory/read-directory.ts'
import type { Log } from '../log.ts'
import { allOf } from './all-of.ts'

interface QuietReading extends Omit<DirectoryReading, 'corpId' | 'platform'> {
  readonly log: Log
}

/** What the job does each time. */
export function quietDirectoryReaders(
  deps: QuietReading,
  companies: ReadonlyMap<string, { readonly directory: DirectoryPlatform }>,
): () => Promise<void> {
  return allOf([...companies].map(([corpId, { directory }]) => reader(deps, corpId, directory)))
}

function reader(
  deps: QuietReading,
  corpId: string,
  platform: DirectoryPlatform,
): () => Promise<void> {
  let isTold = false
  return async () => {
    try {
      await readDirectory({ ...deps, corpId, platform })
      isTold = false
    } catch (error) {
      if (!(error instanceof SendRefused && error.refusal === 'config')) throw error
      if (!isTold) deps.log.warn({ err: error, corpId }, NOT_READ)
      isTold = true
    }
  }
}

const NOT_READ =
  'the app may not read the directory: whoever leaves stays on the roster until the book says so'
