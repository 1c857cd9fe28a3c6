/** The disk under the database fills up, and space comes back. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { open, unlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scenario } from '../run-scenario.ts'
import { repeat } from './repeat.ts'

/** Small enough to fill in a moment, large enough for the cluster and the traffic. */
const SIZE = '400m'
const FULL_MS = 8_000

export const diskFull: Scenario = {
  id: 'disk-full',
  what: 'the disk of the database is full for seconds, and is freed',
  lacks: () => (process.getuid?.() === 0 && canMount() ? null : 'a tmpfs cannot be mounted here'),
  postgres(folder) {
    const disk = join(folder, 'disk')
    mount(disk)
    // Without segments kept for reuse a write really asks the disk for room.
    const settings = { wal_recycle: 'off', max_wal_size: '64MB', min_wal_size: '32MB' }
    return { folder: join(disk, 'postgres'), settings, release: () => unmount(disk) }
  },
  run: (stage, forMs) =>
    repeat(stage, forMs, 'times the disk is full', async () => {
      const filler = join(stage.folder, 'disk', 'filler')
      await fill(filler)
      await stage.rest(FULL_MS)
      await unlink(filler)
      // A server that could not write its log even to recover stops; who runs it starts it again.
      await stage.postgres.revive()
    }),
}

/** Until the disk refuses more. */
async function fill(filler: string): Promise<void> {
  const file = await open(filler, 'w')
  const piece = Buffer.alloc(256 * 1024)
  try {
    for (;;) await file.write(piece)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    await file.close()
  }
}

function mount(disk: string): void {
  mkdirSync(disk, { recursive: true })
  const args = ['-t', 'tmpfs', '-o', `size=${SIZE},mode=755`, 'tmpfs', disk]
  const run = spawnSync('mount', args, { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`mount: ${run.stderr}`)
}

function unmount(disk: string): void {
  spawnSync('umount', ['-l', disk])
}

function canMount(): boolean {
  const probe = mkdtempSync(join(tmpdir(), 'guanjia-probe-'))
  const run = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', probe])
  if (run.status === 0) unmount(probe)
  rmdirSync(probe)
  return run.status === 0
}
