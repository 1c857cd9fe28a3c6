/** The list of messages: what came is shown once, in its order; what could not be sent stays until it is. */
import { bubbleMaker, button, element } from './bubbles.js'
import { WORDS } from './words.js'

/** A new time stands above a message when so long was silence. */
const GAP_MS = 5 * 60_000
/** So near to the end counts as reading along. */
const NEAR_PX = 120

export class Talk {
  #talk = document.querySelector('.talk')
  #list = document.querySelector('.messages')
  #writing = document.querySelector('.writing')
  #newest = document.querySelector('.newest')
  #view = document.querySelector('.photo-view')
  /** By id: the element, and whether the desk has it. */
  #shown = new Map()
  /** By id: how to send it again. */
  #failed = new Map()
  #lastAt = 0
  #bubble

  constructor({ fileUrl, onOption }) {
    this.#bubble = bubbleMaker({ fileUrl, onOption, onPhoto: (url) => this.#showLarge(url) })
    this.#newest.addEventListener('click', () => this.#toEnd())
    this.#talk.addEventListener('scroll', () => {
      if (this.#isNearEnd()) this.#newest.hidden = true
    })
    // A picture that arrives pushes down what stood at the end.
    this.#list.addEventListener('load', () => this.#follows && this.#toEnd(), true)
    this.#view.addEventListener('click', () => this.#view.close())
  }

  #follows = true

  /** A message from the desk, or our own as the desk has it. */
  show({ id, author, content, at }) {
    const known = this.#shown.get(id)
    if (known?.isKept) return
    known?.item.remove()
    this.#failed.delete(id)
    this.#showTime(new Date(at))
    const isOwn = author === 'visitor'
    this.#markPast(isOwn ? content.token : undefined)
    const item = this.#bubble(content, isOwn)
    this.#shown.set(id, { item, isKept: true })
    this.#add(item, isOwn)
    // What waits to be sent stands below what has arrived.
    for (const entry of this.#shown.values()) if (!entry.isKept) this.#list.append(entry.item)
  }

  /** Our own message before the desk has it. */
  showOwn({ id, content }) {
    const item = this.#bubble(content, true)
    this.#shown.set(id, { item, isKept: false })
    this.#add(item, true)
    return { id, item }
  }

  setWaiting({ id, item }) {
    this.#failed.delete(id)
    item.querySelector('.again')?.remove()
    item.classList.add('message--waiting')
  }

  setFailed({ id, item }, retry) {
    if (this.#shown.get(id)?.item !== item) return
    this.#failed.set(id, retry)
    item.append(button('again', WORDS.again, retry))
    if (this.#follows) this.#toEnd()
  }

  /** It will never be sent. */
  remove({ id, item }) {
    item.remove()
    this.#shown.delete(id)
  }

  /** The line is back: what could not be sent goes out by itself. */
  retryFailed() {
    for (const retry of [...this.#failed.values()]) void retry()
  }

  setWriting(is) {
    const follows = this.#isNearEnd()
    this.#writing.hidden = !is
    if (is && follows) this.#toEnd()
  }

  #add(item, isOwn) {
    this.#follows = isOwn || this.#isNearEnd()
    this.#list.append(item)
    if (this.#follows) this.#toEnd()
    else this.#newest.hidden = false
  }

  /** Questions that were answered or overtaken step back; they can still be tapped. */
  #markPast(token) {
    for (const box of this.#list.querySelectorAll('.options')) box.classList.add('options--past')
    if (token === undefined) return
    for (const option of this.#list.querySelectorAll('.option')) {
      if (option.dataset.token === token) option.classList.add('option--chosen')
    }
  }

  #showTime(at) {
    if (at - this.#lastAt > GAP_MS) this.#list.append(element('li', 'time', timeOf(at)))
    this.#lastAt = at.getTime()
  }

  #isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#talk
    return scrollHeight - scrollTop - clientHeight < NEAR_PX
  }

  #toEnd() {
    this.#talk.scrollTop = this.#talk.scrollHeight
    this.#newest.hidden = true
  }

  #showLarge(url) {
    this.#view.querySelector('img').src = url
    this.#view.showModal()
  }
}

/** The estate's own time, wherever its owner is (design.md 5). */
const ZONE = { timeZone: 'Asia/Shanghai' }
const DAY = new Intl.DateTimeFormat('zh-CN', { ...ZONE, month: 'long', day: 'numeric' })
const TIME = new Intl.DateTimeFormat('zh-CN', { ...ZONE, hour: '2-digit', minute: '2-digit' })

function timeOf(at) {
  const day = DAY.format(at)
  const time = TIME.format(at)
  return day === DAY.format(new Date()) ? time : `${day} ${time}`
}
