/** A desk as a process of its own: started, watched, signalled and killed like anybody's. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export interface DeskStart {
  /** For messages of the test. */
  readonly name: string
  readonly entry: string
  /** The whole environment but PATH: nothing of the tests' own leaks in. */
  readonly env: Readonly<Record<string, string>>
  readonly cwd: string
  /** Runs it as another user; only root can. */
  readonly user?: { readonly uid: number; readonly gid: number }
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface DeskProcess {
  readonly name: string
  readonly pid: number
  /** Lines of standard output and standard error, oldest first. */
  readonly lines: readonly string[]
  /** Where it is reached, once it says that it is open. Fails with its lines when it ends before. */
  open(): Promise<string>
  isAlive(): boolean
  signal(signal: NodeJS.Signals): void
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>
  readonly ended: Promise<Ended>
}

const OPEN_MS = 90_000
const living = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})

export function startDeskProcess({ name, entry, env, cwd, user }: DeskStart): DeskProcess {
  const child = spawn(process.execPath, ['--enable-source-maps', entry], {
    cwd,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  })
  living.add(child)
  const lines: string[] = []
  const watchers = new Set<() => void>()
  const look = () => {
    for (const watch of watchers) watch()
  }
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line)
      look()
    })
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    // "close" comes after the last line was read.
    child.once('close', (code, signal) => {
      living.delete(child)
      resolve({ code, signal })
    })
  })
  const isAlive = () => child.exitCode === null && child.signalCode === null
  return {
    name,
    pid: child.pid ?? 0,
    lines,
    ended,
    isAlive,
    signal: (signal) => void child.kill(signal),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    open: () => openAddress({ name, lines, watchers, ended }),
  }
}

interface Watched {
  readonly name: string
  readonly lines: readonly string[]
  readonly watchers: Set<() => void>
  readonly ended: Promise<Ended>
}

function openAddress({ name, lines, watchers, ended }: Watched): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${name} ${why}:\n${lines.join('\n')}`))
    const timer = setTimeout(() => fail(`did not open in ${OPEN_MS} ms`), OPEN_MS)
    const look = () => {
      const port = portOf(lines)
      if (port === undefined) return
      clearTimeout(timer)
      watchers.delete(look)
      resolve(`http://127.0.0.1:${port}`)
    }
    watchers.add(look)
    look()
    void ended.then(({ code, signal }) => {
      clearTimeout(timer)
      fail(`ended with ${code ?? signal} before it was open`)
    })
  })
}

function portOf(lines: readonly string[]): number | undefined {
  const line = lines.find((one) => one.includes('"the desk is open"'))
  return line === undefined ? undefined : (JSON.parse(line) as { port: number }).port
}
