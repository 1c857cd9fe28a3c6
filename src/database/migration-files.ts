/** The migrations on disk: folders in order, each with its SQL and the schema it leads to. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MigrationList } from '@prisma/schema-engine-wasm'

/** The project's `prisma` folder: beside `src` and beside the built `dist`. */
export const PRISMA_FOLDER = fileURLToPath(new URL('../../prisma', import.meta.url))

/** The names of all migrations, oldest first. */
async function migrationNames(folder: string = PRISMA_FOLDER): Promise<string[]> {
  const entries = await readdir(join(folder, 'migrations'), { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
}

/** The schema the newest migration leads to, or null before the first one. */
export async function migratedSchema(folder: string = PRISMA_FOLDER): Promise<string | null> {
  const last = (await migrationNames(folder)).at(-1)
  return last ? readFile(join(folder, 'migrations', last, 'schema.prisma'), 'utf8') : null
}

/** The list in the shape the schema engine reads. */
export async function readMigrations(folder: string = PRISMA_FOLDER): Promise<MigrationList> {
  const names = await migrationNames(folder)
  const directories = names.map(async (name) => ({
    path: name,
    migrationFile: {
      path: 'migration.sql',
      content: {
        tag: 'ok' as const,
        value: await readFile(join(folder, 'migrations', name, 'migration.sql'), 'utf8'),
      },
    },
  }))
  return {
    baseDir: join(folder, 'migrations'),
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(folder, 'migrations', 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(directories),
  }
}
