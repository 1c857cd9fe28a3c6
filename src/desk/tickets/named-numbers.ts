/** The ticket numbers somebody names in one sentence: "合并 BX20261121-0007 到 3". */

const LONGEST = 200
/** Whole numbers, or as people shorten them; digits of a place like 3栋 or 501室 and of a time like 3天 are none. */
const NUMBERS =
  /(?:[A-Z]{2})?(?<!\d)\d{8}-\d{1,6}|[A-Z]{2}\d{12,14}|(?:[A-Z]{2}-?)?(?<![\d-]|[栋幢座元楼])\d{1,5}(?!\d|[栋幢座室楼层米天点月年个次户]|单元|号楼|-\d)/gi

/** In the order they are said, each once. */
export function namedNumbers(text: string): string[] {
  return [...new Set(plain(text).match(NUMBERS) ?? [])]
}

/** The first number, and what is said behind it: "拆分 7号 门铃不响". */
export function numberAndRest(text: string): { readonly number: string; readonly rest: string } {
  const said = plain(text)
  const [number = ''] = said.match(NUMBERS) ?? []
  const rest = number === '' ? '' : said.slice(said.indexOf(number) + number.length)
  return { number, rest: rest.replace(/^(?:号?工?单|号)?[\s,，:：;；。、]*/, '').trim() }
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .slice(0, LONGEST)
    .replace(/[‐-―−_~]+/g, '-')
}
