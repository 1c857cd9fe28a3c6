/** People of the demo who do what the desk asks of them, however long its processes take to ask. */
import type { ApiMessage } from '../../../src/sandbox/api-messages.ts'
import { until } from '../until.ts'
import type { TestDesk } from './desk-on-database.ts'
import { answerTo, registeredIn } from './report-answers.ts'

/** With processes being killed an answer may take many starts, and on a busy machine each takes its time. */
const ANSWER_MS = 240_000

async function wordsOnPhone(desk: TestDesk, owner: string): Promise<readonly string[]> {
  const shown = await desk.platform().read({ kind: 'owners', id: owner })
  return shown.filter(({ from }) => from === 'desk').map(({ text }) => text)
}

/** Says something and waits for the words that answer it. */
export async function ask(desk: TestDesk, owner: string, text: string): Promise<string> {
  const before = (await wordsOnPhone(desk, owner)).length
  await desk.says(owner, text)
  const answered = async () => {
    const words = await wordsOnPhone(desk, owner)
    return words.length > before ? words.at(-1) : undefined
  }
  return until(`${owner} reads an answer to ${text}`, answered, ANSWER_MS)
}

/** Reports a matter and answers until it is registered; the ticket's number. */
export async function report(desk: TestDesk, owner: string, matter: string): Promise<string> {
  let words = await ask(desk, owner, matter)
  for (let left = 8; left > 0; left--) {
    const number = registeredIn(words)
    if (number) return number
    const answer = answerTo(words)
    if (!answer) throw new Error(`${owner} does not know what to answer to: ${words}`)
    words = await ask(desk, owner, answer)
  }
  throw new Error(`${owner} was asked without end`)
}

/** Waits until some member's phone shows an open card with such a button, and taps it; who it was. */
export async function tapSomebodys(desk: TestDesk, key: string): Promise<string> {
  const { members } = await desk.platform().control.state()
  const found = await until(
    `somebody can tap ${key}`,
    async () => {
      for (const { id } of members) {
        const taskId = openCard(await desk.platform().read({ kind: 'members', id }), key)
        if (taskId) return { id, taskId }
      }
      return undefined
    },
    ANSWER_MS,
  )
  await desk.taps(found.id, found.taskId, key)
  return found.id
}

function openCard(shown: readonly ApiMessage[], key: string): string | undefined {
  const open = shown.findLast(({ card }) => card?.buttons.some((button) => button.key === key))
  return open?.card?.taskId
}
