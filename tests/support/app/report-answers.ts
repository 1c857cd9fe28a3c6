/** What an owner of a test answers while a matter is being reported, and where the number stands in the end. */

/** By what the desk's newest words hold. */
const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/请核对/, '提交'],
  [/照片/, '没有'],
  [/什么时间/, '尽快'],
  [/修好了吗|解决了吗|处理好了吗/, '修好了'],
]
const REGISTERED = /单号(BX\d{8}-\d{4})/

/** Undefined when nothing was asked that an owner here knows to answer. */
export function answerTo(words: string): string | undefined {
  return ANSWERS.find(([asked]) => asked.test(words))?.[1]
}

/** The work order the words speak of; undefined when they name none. */
export function registeredIn(words: string): string | undefined {
  return REGISTERED.exec(words)?.[1]
}
