/** Engines of others, each in a small file of `peers`, which has its own package.json: installed when first wanted. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Talks } from './talks.ts'

const FOLDER = new URL('../peers/', import.meta.url)

/** The floor is nobody's: a function written for this script, which needs no package. */
export const FLOOR = { name: 'reducer', file: 'floor.mjs' }
export const PEERS = [
  { name: 'xstate', file: 'xstate.mjs' },
  { name: 'bottender', file: 'bottender.mjs' },
  { name: 'botbuilder-dialogs', file: 'botbuilder.mjs' },
  { name: 'grammY conversations', file: 'grammy.mjs' },
] as const

export async function peerTalks(file: string): Promise<Talks> {
  const { open } = (await import(new URL(file, FOLDER).href)) as { open(): Talks }
  return open()
}

/** Null when the peers are there, else why not: then the bench goes on without them and says so. */
export function installPeers(): string | null {
  // Written when an installation has come to its end.
  if (existsSync(new URL('node_modules/.package-lock.json', FOLDER))) return null
  const folder = fileURLToPath(FOLDER)
  const args = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund']
  const { status, stderr, error } = spawnSync('npm', args, { encoding: 'utf8' })
  if (status === 0) return null
  return error?.message ?? stderr.trim().split('\n')[0] ?? 'npm ci failed'
}
