/** A server as a process of its own, and how much CPU it has used. */
import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { SenderKeys } from '../../support/callback-sender.ts'

export interface ServerProcess {
  readonly pid: number
  readonly port: number
  isAlive(): boolean
  close(): void
}

const START_MS = 60_000

/** Starts a file of `servers` or `peers`. Fails with what it wrote when it ends before it tells a port. */
export function startServer(file: URL, keys: SenderKeys): Promise<ServerProcess> {
  const child = fork(file, [JSON.stringify(keys)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(0, 2000)
  })
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      child.kill('SIGKILL')
      reject(new Error(why))
    }
    const timer = setTimeout(() => fail('did not listen'), START_MS)
    const onEnd = () => {
      clearTimeout(timer)
      fail(/^\w*Error.*$/m.exec(said)?.[0] ?? 'ended before it listened')
    }
    child.once('exit', onEnd)
    child.once('message', ({ port }: { port: number }) => {
      clearTimeout(timer)
      child.off('exit', onEnd)
      resolve({
        pid: child.pid ?? 0,
        port,
        isAlive: () => child.exitCode === null && child.signalCode === null,
        close: () => void child.kill('SIGKILL'),
      })
    })
  })
}

const TICK_MICROS = 10_000

/** CPU microseconds of a process since it began, in steps of a hundredth of a second; null where the system does not tell. */
export function cpuMicrosOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, which may hold anything, stands in brackets; user and system time are the 14th and 15th field.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return (Number(fields[11]) + Number(fields[12])) * TICK_MICROS
  } catch {
    return null
  }
}
