/** Chooses who runs the database server: PostgreSQL refuses to run as root. */
import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { CannotStart } from './cannot-start.ts'

export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** Null: run as ourselves. As root: whoever owns the data already, else `postgres`, else `nobody`. */
export async function chooseServerUser(home: string): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null
  const users = await readUsers()
  const owner = await stat(home)
  const wanted =
    owner.uid !== 0
      ? users.find((user) => user.uid === owner.uid)
      : (users.find((user) => user.name === 'postgres') ??
        users.find((user) => user.name === 'nobody'))
  if (!wanted) {
    throw new CannotStart(
      'PostgreSQL does not run as root: create a user "postgres" (useradd postgres)',
    )
  }
  return wanted
}

/**
 * Checks that the server's user can reach the given paths.
 * @throws CannotStart of one line with the chmod that helps.
 */
export async function assertFoldersOpen(
  user: ServerUser | null,
  paths: readonly string[],
): Promise<void> {
  if (!user) return
  for (const folder of paths.flatMap(ancestors)) {
    if (!canEnter(user, await stat(folder))) {
      throw new CannotStart(
        `The database runs as "${user.name}", which cannot enter ${folder}: chmod o+x ${folder}`,
      )
    }
  }
}

function canEnter(user: ServerUser, folder: { uid: number; gid: number; mode: number }): boolean {
  if (folder.uid === user.uid) return (folder.mode & 0o100) !== 0
  if (folder.gid === user.gid) return (folder.mode & 0o010) !== 0
  return (folder.mode & 0o001) !== 0
}

async function readUsers(): Promise<ServerUser[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n')
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}

function ancestors(path: string): string[] {
  const folders: string[] = []
  for (let at = dirname(resolve(path)); ; at = dirname(at)) {
    folders.unshift(at)
    if (at === dirname(at)) return folders
  }
}
