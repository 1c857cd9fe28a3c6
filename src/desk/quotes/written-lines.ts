/** Reads what a technician writes of a quote: "角阀×2，人工1小时，定制软管 1根 45元（厂家专供）". Pure. */

/** Hundredths of a unit: half an hour is 50. */
export type Hundredths = number

export interface WrittenLine {
  /** As it was written: what an answer about it names. */
  readonly text: string
  readonly name: string
  /** Null when it is no amount of anything. */
  readonly quantity: Hundredths | null
  /** Fen a unit, where one was written; `bad` when it is no price. */
  readonly priceFen: number | null | 'bad'
  readonly reason: string
}

const NUMBER = String.raw`[-+]?\d+(?:\.\d+)?`
const SEPARATED = /(?:[^,;、\n(]|\([^)]*\)?)+/g
/** Only before a number: names may have an x of their own. */
const TIMES = /[×✕✖xX*](?=\s*[-+]?\d)/g
const REASON = /\(([^)]*)\)?\s*$/
const PRICE = new RegExp(String.raw`(${NUMBER})\s*[元块](?:钱)?(?:\/\p{Script=Han}{1,2})?\s*$`, 'u')

/** More than this is no quote, and is not read on. */
const LONGEST = 2000

/**
 * `units`: the words a quantity may end with; `commands`: words a message begins with that are no line.
 * A number behind × or before a unit is a quantity, one before 元 the price of one; brackets hold a reason.
 */
export function writtenLines(
  text: string,
  known: { readonly units: readonly string[]; readonly commands: readonly string[] },
): WrittenLine[] {
  const plain = text.slice(0, LONGEST).normalize('NFKC')
  const lines = withoutCommand(plain, known.commands).replace(TIMES, '×')
  const pieces = lines.match(SEPARATED) ?? []
  const quantity = quantityPattern(known.units)
  return pieces.flatMap((piece) => {
    const line = piece.replace(/\s+/g, ' ').trim()
    return line === '' ? [] : [readLine(line, quantity)]
  })
}

/** "报价 0007 角阀×2" → "角阀×2". */
function withoutCommand(text: string, commands: readonly string[]): string {
  let rest = text.trim()
  for (;;) {
    const word = commands.find((one) => rest.startsWith(one))
    const code = /^(?:[A-Za-z]{2}\d{8}-\d{1,4}|\d{4}|\d{1,3}号单?)(?=$|[\s::,])/.exec(rest)?.[0]
    const first = word ?? code
    if (!first) return rest
    rest = rest.slice(first.length).replace(/^[\s::,]+/, '')
  }
}

function quantityPattern(units: readonly string[]): RegExp {
  const unit = [...units]
    .sort((a, b) => b.length - a.length)
    .map((one) => one.replace(/[^\p{L}\p{N}]/gu, String.raw`\$&`))
    .join('|')
  return new RegExp(`(?:×\\s*(${NUMBER})\\s*(?:${unit})?|\\s*(${NUMBER})\\s*(?:${unit}))\\s*$`, 'u')
}

function readLine(text: string, quantity: RegExp): WrittenLine {
  const reason = REASON.exec(text)?.[1]?.trim() ?? ''
  const bare = text.replace(REASON, '').trim()
  const price = PRICE.exec(bare)
  const unpriced = price ? bare.slice(0, price.index).trim() : bare
  const amount = quantity.exec(unpriced)
  const name = (amount ? unpriced.slice(0, amount.index) : unpriced).trim()
  const count = amount?.[1] ?? amount?.[2]
  return {
    text,
    name,
    quantity: count === undefined ? 100 : hundredths(count),
    priceFen: price?.[1] === undefined ? null : (hundredths(price[1]) ?? 'bad'),
    reason,
  }
}

/** "1.5" → 150; null for what is below zero, has more than two places or does not fit. Never through a float. */
function hundredths(text: string): number | null {
  const [matched, whole = '', parts = ''] = /^\+?(\d{1,9})(?:\.(\d{1,2})0*)?$/.exec(text) ?? []
  return matched === undefined ? null : Number(whole) * 100 + Number(parts.padEnd(2, '0'))
}
