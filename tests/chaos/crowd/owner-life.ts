/** An owner: reports a matter, answers what is asked, asks again later; always waits for an answer before going on. */
import { apiMessage } from '../../../src/sandbox/api-messages.ts'
import { answerTo, registeredIn } from '../../support/app/report-answers.ts'
import type { Platform } from '../../support/app/sandbox-driver.ts'
import type { Chance } from '../../support/app/seeded.ts'
import type { Ledger, Said } from '../ledger.ts'

const MATTERS = [
  '厨房水管漏水，尽快来',
  '客厅灯不亮，尽快来',
  '卫生间水龙头坏了，尽快来',
  '马桶堵了，尽快来',
]
const CHATS = ['我的工单', '您好', '物业电话是多少']

const LOOK_EVERY_MS = 400

export interface OwnerLife {
  readonly id: string
  readonly platform: () => Platform
  readonly ledger: Ledger
  readonly chance: Chance
  /** Between two things of one's own, from half to one and a half of it. */
  readonly thinkMs: number
  /** The matter is reported within so many ms. */
  readonly reportsWithinMs: number
  /** What was asked is answered after so many ms. */
  readonly answersAfterMs: number
  readonly rest: (ms: number) => Promise<void>
  readonly isOver: () => boolean
}

/** Lives until it is over; whoever still waits for an answer then goes on waiting in the ledger. */
export async function liveAsOwner(life: OwnerLife): Promise<void> {
  const { chance, thinkMs, reportsWithinMs, rest, isOver } = life
  const thinks = () => rest(thinkMs * (0.5 + chance.fraction()))
  await rest(reportsWithinMs * chance.fraction())
  const choose = (from: readonly string[]) => from[chance.between(0, from.length - 1)] as string
  if (!isOver()) await report(life, choose(MATTERS))
  while (!isOver()) {
    await thinks()
    if (!isOver()) await ask(life, choose(CHATS))
  }
}

async function report(life: OwnerLife, matter: string): Promise<void> {
  const { id, ledger, answersAfterMs, rest } = life
  ledger.matters.set(id, (ledger.matters.get(id) ?? 0) + 1)
  let words = await ask(life, matter)
  for (let left = 8; left > 0 && words !== undefined; left--) {
    const number = registeredIn(words)
    if (number) return void ledger.told.set(number, id)
    const answer = answerTo(words)
    if (!answer) return ledger.count('asked what they cannot answer')
    await rest(answersAfterMs)
    words = await ask(life, answer)
  }
}

/** The desk's words after what was said; undefined when it is over before there are any. */
async function ask(life: OwnerLife, text: string): Promise<string | undefined> {
  const { id, platform, ledger, rest, isOver } = life
  const { control } = platform()
  const phone = { kind: 'owners', id } as const
  const { n = 0 } = await control.write(phone, { text })
  const entry: Said = { owner: id, text, n, at: Date.now() }
  ledger.said.push(entry)
  for (;;) {
    await rest(LOOK_EVERY_MS)
    const { messages } = await platform().control.readPhone(phone, n)
    const heard = messages.filter(({ from }) => from === 'desk')
    if (heard.length > 0) {
      entry.answeredAt = Date.now()
      return heard.map((row) => apiMessage(row).text).join('\n')
    }
    if (isOver()) return undefined
  }
}
