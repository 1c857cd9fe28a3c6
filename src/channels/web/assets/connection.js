/** The line to the desk: who we are, what is new, and calls that fail with a name instead of an exception. */

/** Twice as long after each failure, at most this. */
const MOST_PAUSE_MS = 20_000
/** A page nobody looks at lets its connection go: browsers allow six to one server. */
const HIDDEN_MS = 60_000
const HEADERS = { 'x-guanjia-chat': '1' }

export class Connection {
  #base
  #heard
  #events = null
  #last = 0
  #pauseMs = 1000
  #timer = 0
  #entering = null

  /** `heard` has `message`, `writing` and `state`: on, off or away. */
  constructor(base, heard) {
    this.#base = base
    this.#heard = heard
    document.addEventListener('visibilitychange', () => {
      clearTimeout(this.#timer)
      if (document.hidden) this.#timer = setTimeout(() => this.#close(), HIDDEN_MS)
      else void this.open()
    })
    addEventListener('online', () => void this.open())
    addEventListener('offline', () => heard.state('away'))
  }

  async open() {
    clearTimeout(this.#timer)
    if (this.#events || document.hidden) return
    if (!(await this.#enter())) return this.#later()
    if (!this.#events) this.#listen()
  }

  /** Null when it arrived, else the name of what is wrong. */
  async call(method, path, body, extra) {
    const send = () => fetch(this.#base + path, { method, body, headers: { ...HEADERS, ...extra } })
    try {
      let response = await send()
      // The cookie is gone: begin as somebody new rather than lose the words.
      if (response.status === 401 && (await this.#enter())) response = await send()
      if (response.ok) return null
      return (await response.json().catch(() => ({}))).problem ?? 'broken'
    } catch {
      return 'unreached'
    }
  }

  #listen() {
    const { message, writing, state } = this.#heard
    this.#events = new EventSource(`${this.#base}/events?after=${this.#last}`)
    this.#events.addEventListener('open', () => {
      this.#pauseMs = 1000
      state('on')
    })
    this.#events.addEventListener('message', (event) => {
      this.#last = Number(event.lastEventId)
      message(JSON.parse(event.data))
    })
    this.#events.addEventListener('writing', (event) => writing(event.data === 'true'))
    this.#events.addEventListener('error', () => {
      writing(false)
      this.#close()
      this.#later()
    })
  }

  /** The browser would come back by itself, but neither after a refusal nor slower and slower. */
  #later() {
    this.#heard.state(navigator.onLine ? 'off' : 'away')
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.open(), this.#pauseMs)
    this.#pauseMs = Math.min(this.#pauseMs * 2, MOST_PAUSE_MS)
  }

  #close() {
    this.#events?.close()
    this.#events = null
  }

  /** Several at once ask once: the first answer makes the visitor. */
  #enter() {
    this.#entering ??= fetch(`${this.#base}/visitor`, { method: 'POST', headers: HEADERS })
      .then((response) => response.ok)
      .catch(() => false)
      .finally(() => {
        this.#entering = null
      })
    return this.#entering
  }
}
