/** What no sentence of the desk may have, whatever it says: holes, doubled marks, words of the machine, no end. */

const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/ {2,}/, 'two blanks in a row'],
  [/ [，。；：、！？]/, 'a blank before a mark'],
  [/^\s|\s$/, 'a blank at an end'],
  [/\n{3,}/, 'a hole between lines'],
  [/（\s*）|“\s*”|【\s*】|\(\s*\)/, 'empty brackets'],
  [/[，。；：、！？][，。；：、]/, 'two marks in a row'],
  [/[，、]\n|[，、]$/, 'a line that leads nowhere'],
  [/\{\{|\}\}|\{%/, 'a template'],
  [/\b(undefined|null|NaN|true|false|Object|Infinity)\b/, 'a word of the machine'],
  [/系统|数据库|接口|流程引擎|slot|字段|参数/, 'a word of the machine'],
  [/\d{4}-\d{2}-\d{2}T/, 'a time for machines'],
  [/1[3-9]\d{9}/, 'a phone in full'],
]

/** A longer sentence is not read on a phone (design of the flows: under 60 characters). */
const LONGEST = 60

/** What is wrong with a text; nothing when it is fit to be read. Links and the owner's own words are left out. */
export function faultsOf(text: string): readonly string[] {
  const plain = text.replace(/<a href="[^"]*">([^<]*)<\/a>/g, '$1').replace(/https?:\/\/\S+/g, '')
  const marks = FAULTS.flatMap(([pattern, fault]) =>
    pattern.test(plain) ? [`${fault}: ${plain}`] : [],
  )
  const long = plain
    .split(/[。！？；\n]/)
    .filter((sentence) => [...sentence].length > LONGEST)
    .map((sentence) => `longer than ${LONGEST} characters: ${sentence}`)
  return [...marks, ...long]
}
