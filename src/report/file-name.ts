/** What the files of a project's report are called. */

const FORBIDDEN = /[\p{Cc}\\/:*?"<>|]/gu
const MOST_CHARS = 60

/** A project's name as part of a file's: what no system takes in a name is a low line. */
export function fileNamePart(name: string): string {
  const plain = name.replace(FORBIDDEN, '_').replace(/^[.\s]+|[.\s]+$/g, '')
  return [...plain].slice(0, MOST_CHARS).join('') || '_'
}
