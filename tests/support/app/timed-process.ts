/** A process that is timed from its beginning to its first answer, and from a signal to its end. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'

export interface ProcessStart {
  readonly args: readonly string[]
  /** Where it will answer. */
  readonly port: number
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly user?: { readonly uid: number; readonly gid: number }
}

export interface StartedProcess {
  readonly pid: number
  readonly address: string
  /** Milliseconds from its beginning until /readyz answers 200. Fails with what it wrote when it ends before. */
  ready(): Promise<number>
  /** Milliseconds from SIGTERM until it has gone. Fails when it did not end by itself and well. */
  stop(): Promise<number>
  /** SIGKILL, and waits until it has gone. */
  kill(): Promise<void>
}

const START_MS = 90_000
const BETWEEN_LOOKS_MS = 5

export function startProcess({ args, port, cwd, env, user }: ProcessStart): StartedProcess {
  const begun = performance.now()
  const child = spawn(process.execPath, [...args], {
    ...{ cwd, env: { PATH: process.env['PATH'], ...env } },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(user && { uid: user.uid, gid: user.gid }),
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-4000)
    })
  const gone = once(child, 'exit')
  const killWithUs = () => child.kill('SIGKILL')
  process.once('exit', killWithUs)
  const end = async () => {
    await gone
    process.off('exit', killWithUs)
  }
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const address = `http://127.0.0.1:${port}`
  return {
    pid: child.pid ?? 0,
    address,
    async ready() {
      while (!(await answers(`${address}/readyz`))) {
        if (hasEnded()) throw new Error(`It ended before it was ready:\n${said}`)
        if (performance.now() - begun > START_MS) throw new Error(`It was never ready:\n${said}`)
        await pause(BETWEEN_LOOKS_MS)
      }
      return performance.now() - begun
    },
    async stop() {
      const asked = performance.now()
      child.kill('SIGTERM')
      await end()
      const tookMs = performance.now() - asked
      if (child.exitCode !== 0)
        throw new Error(`It ended with ${child.exitCode ?? child.signalCode}:\n${said}`)
      return tookMs
    },
    async kill() {
      child.kill('SIGKILL')
      await end()
    },
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok
  } catch {
    // Nobody listens yet.
    return false
  }
}
