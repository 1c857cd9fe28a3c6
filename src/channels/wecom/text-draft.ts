/** Plain text on its way out: as many messages as it takes, none of them empty. */
import { legalText } from '../legal-text.ts'
import { refusedHere } from './send-refusal.ts'
import { splitBytes } from './split.ts'

export interface TextDraft {
  readonly msgtype: 'text'
  readonly text: {
    readonly content: string
    /** Members a group robot alerts (wecom.md 6.1). */
    readonly mentioned_list?: readonly string[]
  }
}

/** The same in 微信客服, in the app and for robots (wecom.md 3.4, 5.2, 6.1). */
export const TEXT_BYTES = 2048

/** Throws SendRefused for a text in which there is nothing to read: the platform would refuse it too (44004). */
export function textDrafts(text: string): readonly TextDraft[] {
  if (isBlank(text)) throw refusedHere('44004', 'an empty text')
  return textPieces(text).map(textDraft)
}

export function textDraft(content: string): TextDraft {
  return { msgtype: 'text', text: { content } }
}

/** The pieces of a text, at least one. A piece of white space between others says nothing and is left out. */
export function textPieces(text: string): readonly string[] {
  const pieces = splitBytes(text, TEXT_BYTES)
  return pieces.length === 1 ? pieces : pieces.filter((piece) => !isBlank(piece))
}

/** True when nothing in it can be seen. */
export function isBlank(text: string): boolean {
  return legalText(text).trim() === ''
}

/** Clients turn an `<a>` in a text into a link; what somebody wrote must not become one on anybody else's phone. */
export function withoutTags(text: string): string {
  return legalText(text).replace(/<(?=[\s/]*a\b)/gi, '＜')
}
