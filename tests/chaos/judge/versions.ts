/** A talk is finished by the version of the flow it began with, whichever build takes its turns. */
import { apiMessage } from '../../../src/sandbox/api-messages.ts'
import { NEXT_FLOW_SAYS } from '../servers/next-release.ts'
import type { Evidence, Find } from './evidence.ts'

export async function judgeVersions({ platform, ledger }: Evidence, find: Find) {
  let [talksMixed, talksNext] = [0, 0]
  for (const owner of new Set(ledger.told.values())) {
    const { messages } = await platform.control.readPhone({ kind: 'owners', id: owner }, 0)
    const texts = messages
      .filter(({ from }) => from === 'desk')
      .map((row) => apiMessage(row).text ?? '')
    const [begun = 0, ended = 0] = NEXT_FLOW_SAYS.map(
      (words) => texts.filter((text) => text.includes(words)).length,
    )
    talksNext += ended
    if (begun === ended) continue
    talksMixed += 1
    find(
      `${owner} began ${begun} talks with the next version of the flow and ended ${ended} with it`,
    )
  }
  return { verdict: { talksMixed }, counts: { talksNext } }
}
