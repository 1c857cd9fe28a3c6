/** The people of a story: they write, tap, send photos and read; after each act the desk has come to rest. */
import type { ApiCard, ApiMessage } from '../../../src/sandbox/api-messages.ts'
import { openPhone, type Phone } from './phone.ts'

/** The line to /sandbox/api, and the time. */
export interface Stage {
  get(path: string): Promise<unknown>
  post(path: string, body?: object): Promise<unknown>
  idle(): Promise<void>
  /** People take their time before they write. */
  breathe(): Promise<void>
}

export interface Owner extends Phone {
  readonly id: string
  says(...texts: readonly string[]): Promise<void>
  sendsPhoto(name?: string): Promise<void>
  /** Words and photos sent at once, before the desk can answer any of them. */
  sendsAtOnce(...messages: readonly object[]): Promise<void>
  enters(): Promise<void>
  /** Taps the newest menu entry whose label contains the words. */
  taps(label: string): Promise<void>
}

export interface Member extends Phone {
  readonly id: string
  says(...texts: readonly string[]): Promise<void>
  sendsPhoto(name?: string): Promise<void>
  enters(): Promise<void>
  /** Taps a button of the newest card that has it, or of the newest about a ticket. */
  taps(button: string, choice?: Tap): Promise<void>
  /** As `taps`, without waiting for what comes of it. */
  tapsAtOnce(button: string, choice?: Tap): Promise<void>
  /** The newest card whose title or lines contain the words, open or closed. */
  card(about: string): Promise<ApiCard>
  /** Cards that still have buttons. */
  openCards(): Promise<readonly ApiCard[]>
  /** Writes to an owner in the platform's own servicing window. */
  answers(owner: Owner, text: string): Promise<void>
  endsServing(owner: Owner): Promise<void>
}

interface Tap {
  /** Words of the card: a number, a title. */
  readonly about?: string
  /** What is chosen from the card's list. */
  readonly reason?: string
}

export function openOwner(stage: Stage, id: string, name: string): Owner {
  const path = `/owners/${id}/messages`
  const phone = openPhone({ name, path, get: stage.get, idle: stage.idle })
  const send = async (body: object) => {
    await stage.breathe()
    await stage.post(path, body)
    await stage.idle()
  }
  return {
    ...phone,
    id,
    async says(...texts) {
      for (const text of texts) await send({ text })
    },
    sendsPhoto: (photo) => send({ image: photo ?? true }),
    async sendsAtOnce(...messages) {
      await stage.breathe()
      for (const message of messages) await stage.post(path, message)
      await stage.idle()
    },
    enters: () => send({ enter: true }),
    async taps(label) {
      const menus = (await phone.history()).map((message) => message.menu ?? [])
      const menu = menus.findLast((one) => one.some((option) => option.label.includes(label)))
      // 同意 also stands in 不同意: the very words come first.
      const option =
        menu?.find((one) => one.label === label) ?? menu?.find((one) => one.label.includes(label))
      if (!option) throw new Error(`${name} has no menu entry ${label}`)
      await send({ menuId: option.id })
    },
  }
}

export function openMember(stage: Stage, id: string, name: string): Member {
  const path = `/members/${id}/messages`
  const phone = openPhone({ name, path, get: stage.get, idle: stage.idle })
  const send = async (body: object) => {
    await stage.breathe()
    await stage.post(path, body)
    await stage.idle()
  }
  const cards = async () =>
    (await phone.history()).flatMap(({ card }: ApiMessage) => (card ? [card] : []))
  const tapsAtOnce = async (button: string, { about = '', reason }: Tap = {}) => {
    const card = (await cards()).findLast(
      (one) => one.buttons.some(({ text }) => text === button) && speaksOf(one, about),
    )
    if (!card) throw new Error(`${name} has no open card with ${button} about ${about}`)
    const key = card.buttons.find(({ text }) => text === button)?.key
    const selections = reason === undefined ? {} : { selections: chosen(card, reason) }
    await stage.post(`/members/${id}/clicks`, { taskId: card.taskId, key, ...selections })
  }
  return {
    ...phone,
    id,
    async says(...texts) {
      for (const text of texts) await send({ text })
    },
    sendsPhoto: (photo) => send({ image: photo ?? true }),
    enters: () => send({ enter: true }),
    tapsAtOnce,
    async taps(button, choice) {
      await tapsAtOnce(button, choice)
      await stage.idle()
    },
    async card(about) {
      const card = (await cards()).findLast((one) => speaksOf(one, about))
      if (!card) throw new Error(`${name} has no card about ${about}`)
      return card
    },
    openCards: async () => (await cards()).filter(({ buttons }) => buttons.length > 0),
    async answers(owner, text) {
      await stage.post(`/members/${id}/servicing/${owner.id}/messages`, { text })
      await stage.idle()
    },
    async endsServing(owner) {
      await stage.post(`/members/${id}/servicing/${owner.id}/end`)
      await stage.idle()
    },
  }
}

function speaksOf({ title, description, lines }: ApiCard, words: string): boolean {
  return [title, description, ...lines.map(({ value }) => value)].some((text) =>
    text.includes(words),
  )
}

function chosen({ questions }: ApiCard, words: string): Record<string, string[]> {
  for (const { key, options } of questions) {
    const option = options.find(({ text }) => text.includes(words))
    if (option) return { [key]: [option.id] }
  }
  throw new Error(`no list of the card offers ${words}`)
}
