/** Which entry of a list is meant by its number: BX20261121-0008 in full, or its end as people type it, 0008 or 8号. */
import type { ChoiceOption } from './find-choice.ts'
import type { Match } from './match.ts'

const NUMBERED = /-(\d+)$/
/** Not the end of a longer number, nor of a home such as 3-2-0008. */
const SHORT = /(?<![A-Za-z\d-])(?:(\d{4})|(\d{1,3})号)(?![A-Za-z\d-])/g

/** Strict when all numbers said mean one entry; nothing when they mean several. */
export function findListed(text: string, options: readonly ChoiceOption[]): readonly Match[] {
  const numbered = options.flatMap((option) => {
    const end = NUMBERED.exec(option.id)?.[1]
    return end === undefined ? [] : [{ option, end: Number(end) }]
  })
  if (numbered.length === 0) return []
  const whole = numbered.flatMap(({ option }) => {
    const start = text.toUpperCase().indexOf(option.id.toUpperCase())
    return start < 0 ? [] : [found(option, start, option.id.length)]
  })
  const short = [...text.matchAll(SHORT)].flatMap((said) =>
    numbered
      .filter(({ end }) => end === Number(said[1] ?? said[2]))
      .map(({ option }) => found(option, said.index, said[0].length)),
  )
  const meant = whole.length > 0 ? whole : short
  return new Set(meant.map(({ value }) => value)).size === 1 ? meant.slice(0, 1) : []
}

function found({ id, text }: ChoiceOption, start: number, length: number): Match {
  return { start, end: start + length, value: id, shown: text, strict: true }
}
