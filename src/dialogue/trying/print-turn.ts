/** What came of a turn, as lines for a terminal: messages, numbered options, and on request what went on beneath. */
import type { Said, TurnEvent } from '../run/world.ts'
import { isDropped, type Stage } from '../testing/stage.ts'

/** What was said since the page was turned; what was said too late to count is left out. */
export function printSays(stage: Stage): readonly string[] {
  const said = stage.says.filter((message) => !isDropped(stage, message))
  const lines = said.flatMap((message) => printSaid(message))
  const { handoff } = stage
  return handoff ? [...lines, `〔转人工 ${handoff.queue}：${handoff.reason}〕`] : lines
}

function printSaid(said: Said): readonly string[] {
  const who = said.purpose === 'reminder' ? '提醒' : '管家'
  const under = (text: string) => text.trimEnd().split('\n').join('\n      ')
  switch (said.kind) {
    case 'text':
      return [`${who}：${under(said.text)}`]
    case 'image':
      return [`${who}：〔图片 ${said.fileId}〕`]
    case 'link':
      return [`${who}：${under(said.text)}〔${said.label} ${said.url}〕`]
    case 'menu': {
      const from = said.numberFrom ?? 1
      const options = said.options.map(({ label, isMore }, index) =>
        isMore ? `      〔${label}〕` : `      ${from + index}. ${label}`,
      )
      return [
        `${who}：${under(said.text)}`,
        ...options,
        ...(said.tail ? [`      ${said.tail}`] : []),
      ]
    }
  }
}

/** How it was understood, and what the desk was asked to do since the page was turned. */
export function printDone(stage: Stage, events: readonly TurnEvent[]): readonly string[] {
  const calls = stage.desk.calls.slice(stage.calls)
  return [
    ...events.flatMap(({ kind, p, detail }) =>
      kind === 'understood' ? `  · 听成 ${p} ${detail}` : [],
    ),
    ...calls.map(({ name, input }) => `  · 办理 ${name} ${JSON.stringify(input)}`),
  ]
}

/** Where the talk stands, what is asked and what is known. */
export function printStanding({ session: { runs } }: Stage): readonly string[] {
  const stack = runs.map(
    ({ flow, at, wait }) => `${flow}.${at}${wait?.slot ? `?${wait.slot}` : ''}`,
  )
  const known = Object.entries(runs.at(-1)?.slots ?? {}).map(
    ([slot, { value, shown, by }]) => `${slot}=${shown ?? JSON.stringify(value)}（${by}）`,
  )
  return [
    `  · 停在 ${stack.join(' > ') || '没有进行中的流程'}`,
    ...(known.length > 0 ? [`  · 已知 ${known.join(' ')}`] : []),
  ]
}
