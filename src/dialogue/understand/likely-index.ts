/** What a sentence sounds most like: BM25 over all that is written of each matter, for words no rule knows (dialogue.md D6). */
import MiniSearch from 'minisearch'
import { words } from './words.ts'

/** A flow or a known question, and all its words and sentences. */
export interface Matter {
  readonly flow?: string
  readonly faq?: string
  readonly texts: readonly string[]
}

export interface Likely {
  readonly flow?: string
  readonly faq?: string
  /** BM25, comparable within one sentence only. */
  readonly score: number
  /** Words, pairs and single characters of the sentence. */
  readonly words: number
}

export type LikelyIndex = (text: string) => readonly Likely[]

/** Best first. Made when first asked: whoever only checks flow files needs no dictionary. */
export function likelyIndex(matters: readonly Matter[]): LikelyIndex {
  let search: MiniSearch | undefined
  return (text) => {
    search ??= indexOf(matters)
    const words = pieces(text).length
    return search.search(text, { combineWith: 'OR' }).map(({ id, score }) => {
      const { flow, faq } = matters[id as number] ?? {}
      return { ...(flow && { flow }), ...(faq && { faq }), score, words }
    })
  }
}

function indexOf(matters: readonly Matter[]): MiniSearch {
  const search = new MiniSearch({
    fields: ['text'],
    tokenize: pieces,
    processTerm: (term) => term,
  })
  search.addAll(matters.map(({ texts }, id) => ({ id, text: texts.join('\n') })))
  return search
}

/**
 * Words, and pairs and single characters beside them: of a word that is misspelt, dialect, or cut differently by the
 * dictionary, its neighbours still count. Digits say nothing of the matter.
 */
function pieces(text: string): string[] {
  const letters = [...text.toLowerCase().replace(/[^\p{L}]/gu, '')]
  const pairs = letters.slice(1).map((letter, index) => `${letters[index]}${letter}`)
  return [...new Set([...words(text).map((word) => `${word} `), ...pairs, ...letters])]
}
