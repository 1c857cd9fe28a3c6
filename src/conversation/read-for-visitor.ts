/** Reads whether a member's words are for a visitor of the web page: 回复 您好, 回复2：请稍等, 结束接待2. */
import type { Words } from './words.ts'

export type ForVisitor =
  | { readonly kind: 'answer'; readonly number: number | null; readonly text: string }
  | { readonly kind: 'end'; readonly number: number | null }

/** What stands between the word and what is said. 回复2号楼… is words about building 2, and 回访 another word. */
const PAUSE = '[\\s：:，,]'

/** Null for everything else. The words themselves stand in flows/_text. */
export function readForVisitor(words: Words, text: string): ForVisitor | null {
  const end = new RegExp(`^(?:${anyOf(words, 'web_end_words')})(\\d{1,2})?$`).exec(text.trim())
  if (end) return { kind: 'end', number: numberOf(end[1]) }
  const open = anyOf(words, 'web_reply_words')
  const answer = new RegExp(`^(?:${open})(\\d{1,2})?${PAUSE}+(\\S.*)$`, 's').exec(text.trim())
  return answer && { kind: 'answer', number: numberOf(answer[1]), text: answer[2] ?? '' }
}

function anyOf(words: Words, name: string): string {
  const all = words.text(`conversation.${name}`, {}).trim().split(/\s+/)
  return all.join('|')
}

function numberOf(digits: string | undefined): number | null {
  return digits === undefined ? null : Number(digits)
}
