/** The life of a process: what it opened is closed in reverse order, and everybody hears at once that it ends. */

export interface Life {
  /** Heard by all before anything is closed: who serves requests waits for those who work, and they for turns. */
  readonly stopping: AbortSignal
  /** What is closed last is handed over first. */
  readonly onStop: (close: () => Promise<unknown>) => void
  /** Begins no new work, finishes what is in hand, closes everything; a second call adds nothing. */
  end(): Promise<void>
}

export function beginLife(): Life {
  const stopping = new AbortController()
  const closing: (() => Promise<unknown>)[] = []
  return {
    stopping: stopping.signal,
    onStop: (close) => closing.push(close),
    async end() {
      stopping.abort()
      for (const close of closing.splice(0).reverse()) await close()
    },
  }
}
