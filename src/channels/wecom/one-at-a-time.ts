/** Runs one piece of work at a time for each key; what arrives meanwhile is done once more afterwards, together. */

/**
 * Wraps `run`. A call that finds one running waits for it and then runs with the latest argument; calls that find
 * somebody waiting share that run. So whatever happened before a call is seen by the run it gets.
 */
export function oneAtATime<T>(
  run: (key: string, argument: T) => Promise<void>,
): (key: string, argument: T) => Promise<void> {
  const running = new Map<string, Promise<void>>()
  const waiting = new Map<string, { argument: T; readonly done: Promise<void> }>()

  const start = (key: string, argument: T): Promise<void> => {
    const done = run(key, argument).finally(() => {
      if (running.get(key) === done) running.delete(key)
    })
    running.set(key, done)
    return done
  }

  return (key, argument) => {
    const waiter = waiting.get(key)
    if (waiter) {
      waiter.argument = argument
      return waiter.done
    }
    const current = running.get(key)
    if (!current) return start(key, argument)
    const next = current.then(settled, settled).then(() => {
      const latest = waiting.get(key)?.argument ?? argument
      waiting.delete(key)
      return start(key, latest)
    })
    waiting.set(key, { argument, done: next })
    return next
  }
}

/** The failure of the run before is its own callers' affair. */
function settled(): void {}
