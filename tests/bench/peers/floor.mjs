/** The floor: what the script costs when it is nothing but a function from state and words to state and words. */
import { ACCEPTS, SAYS } from './replies.mjs'

/** The question that follows each one. */
const NEXT = { problem: 'visit', visit: 'photos', photos: 'phone', phone: 'review', review: 'done' }

export function open() {
  const kept = new Map()
  return {
    async say(who, text) {
      const text0 = kept.get(who)
      const state = text0 === undefined ? { at: 'problem' } : JSON.parse(text0)
      const { reply, next } = reduce(state, text)
      kept.set(who, JSON.stringify(next))
      return reply
    },
    stored: (who) => kept.get(who) ?? '',
    forget: () => kept.clear(),
  }
}

function reduce(state, text) {
  const { at } = state
  if (at === 'done') return { reply: ACCEPTS.thanks(text) ? SAYS.thanks : SAYS.hello, next: state }
  if (!ACCEPTS[at](text)) return { reply: SAYS[at] ?? SAYS.hello, next: state }
  const next = { ...state, [at]: text, at: NEXT[at] }
  return { reply: next.at === 'review' ? SAYS.review(next) : SAYS[next.at], next }
}
