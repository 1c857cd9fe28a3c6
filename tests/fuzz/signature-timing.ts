/**
 * Whether the time of a refusal tells how much of a signature was right: wrong in the first character against wrong in
 * the last, and two equal halves of the first kind against each other, which is what noise alone does.
 */
import { laneTo } from './fuzz.ts'
import type { HonestWish } from './honest-sender.ts'
import { bodyOf, sealAnything } from './seal-anything.ts'

export interface SignatureTiming {
  readonly samples: number
  /** Medians in microseconds. */
  readonly wrongFirst: number
  readonly wrongLast: number
  /** How far apart the medians of equal kinds are. */
  readonly noise: number
}

const other = (digit: string) => (digit === '0' ? '1' : '0')

/** `samples` of each kind, one kind after the other in turn, so that what disturbs one disturbs all. */
export async function signatureTiming(
  { port, door }: Pick<HonestWish, 'port' | 'door'>,
  samples: number,
): Promise<SignatureTiming> {
  const lane = laneTo(port)
  const [first, again, last]: [number[], number[], number[]] = [[], [], []]
  const timed = async (wrongAt: number, into: number[], nonce: string) => {
    const { query, encrypted } = sealAnything(door, Buffer.from('<xml/>'), nonce)
    const spoiled = query.replace(/(?<=msg_signature=)[0-9a-f]{40}/, (right) =>
      [...right].map((digit, at) => (at === wrongAt ? other(digit) : digit)).join(''),
    )
    const body = Buffer.from(bodyOf(door, encrypted))
    const begun = performance.now()
    const status = await lane.send('POST', `${door.keys.path}?${spoiled}`, body)
    if (status !== 403) throw new Error(`a spoiled signature was answered ${status}`)
    into.push((performance.now() - begun) * 1000)
  }
  for (let index = 0; index < samples; index++) {
    await timed(0, first, `t${index}`)
    await timed(39, last, `t${index}`)
    await timed(0, again, `t${index}`)
  }
  lane.close()
  const [wrongFirst, wrongLast] = [median([...first, ...again]), median(last)]
  return { samples, wrongFirst, wrongLast, noise: Math.abs(median(first) - median(again)) }
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}
