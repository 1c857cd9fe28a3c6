/** The words of a sentence, as the general dictionary cuts it. */
import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'

let jieba: Jieba | undefined

/** In lower case, without what has neither letter nor digit. The dictionary is read when first asked. */
export function words(text: string): string[] {
  jieba ??= Jieba.withDict(dict)
  return jieba.cut(text.toLowerCase(), true).filter((word) => /[\p{L}\p{N}]/u.test(word))
}
