/** `npm run bench -- broadcast`: a notice to more and more homes, each size on a database and in a process of its own. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbeddedPostgres } from '../../../src/database/embedded-postgres.ts'
import type { Broadcast } from './broadcast.ts'
import { type Judged, judge, wrongCounts } from './judge.ts'
import { seededHomes } from './seeded-homes.ts'
import type { SizeAnswer } from './size-main.ts'

const SIZES = [1000, 10_000, 100_000]

export interface BroadcastResult {
  readonly sizes: readonly (Broadcast & { readonly wrong: readonly string[] })[]
  readonly judged: readonly Judged[]
  readonly isGood: boolean
}

/** Takes about a minute and a half. */
export async function broadcastBench(): Promise<BroadcastResult> {
  const home = await mkdtemp(join(tmpdir(), 'guanjia-broadcast-'))
  await chmod(home, 0o755)
  const server = await startEmbeddedPostgres(home)
  try {
    const results: Broadcast[] = []
    for (const homes of SIZES) results.push(await ofSize(server.url, homes))
    const sizes = results.map((one) => ({ ...one, wrong: wrongCounts(one) }))
    const judged = judge(results)
    const isGood = sizes.every(({ wrong }) => wrong.length === 0) && judged.every((it) => it.isMet)
    return { sizes, judged, isGood }
  } finally {
    await server.stop()
    await rm(home, { recursive: true, force: true })
  }
}

async function ofSize(serverUrl: string, homes: number): Promise<Broadcast> {
  const { url, drop } = await seededHomes(serverUrl, homes)
  const main = fileURLToPath(new URL('size-main.ts', import.meta.url))
  const child = fork(main, [url, String(homes)], { execArgv: ['--expose-gc', '--import', 'tsx'] })
  const ended = once(child, 'exit')
  const [answer] = (await Promise.race([once(child, 'message'), ended.then(died)])) as [SizeAnswer]
  await ended
  await drop()
  if ('failed' in answer) throw new Error(answer.failed)
  return answer.result
}

function died([code, signal]: readonly unknown[]): [SizeAnswer] {
  return [{ failed: `the process of the size ended with ${code ?? signal} and no answer` }]
}
