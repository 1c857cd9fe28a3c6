/** 等等，楼号错了，是3栋: finds what is taken back and what stands in its place (dialogue.md D7). */
import type { Command, Value } from './command.ts'
import { extract, type Wanted } from './extract.ts'
import type { Hearing, Talk } from './hearing.ts'

const NOT_X_BUT_Y = /不是(?:.{1,20}?)[,，\s]*(?:而是|应该是|是|[,，])(.+)$/

interface Cue {
  /** Everything from the first cue on, where the new values stand. */
  readonly rest: string
  /** What follows the last cue: the new words of a text. */
  readonly tail: string
  /** True when nothing but the cue was said. */
  readonly isAlone: boolean
}

export function correction(hearing: Hearing): readonly Command[] | undefined {
  const cue = findCue(hearing)
  if (!cue) return undefined
  const { run } = hearing
  return run ? ofRun(hearing, run, cue) : ofEnded(hearing, cue)
}

function ofRun(hearing: Hearing, run: Talk, cue: Cue): readonly Command[] | undefined {
  const slot = namedSlot(hearing, run)
  const values = newValues(hearing, run, cue, slot)
  if (Object.keys(values).length > 0) return [{ do: 'correct', values }]
  if (slot !== undefined) return [{ do: 'reopen', slot }]
  // 不对 alone is an answer where yes or no was asked.
  const isAnswer = run.flow.source.slots[run.asked ?? '']?.type === 'yes_no'
  return cue.isAlone && !isAnswer ? [{ do: 'reopen' }] : undefined
}

/** A matter handed in already is meant only when the words do not start another one. */
function ofEnded(hearing: Hearing, cue: Cue): readonly Command[] | undefined {
  const ended = hearing.past().find((talk) => talk.isEnded)
  const isNew = (hearing.starts()[0]?.score ?? 0) >= hearing.bot.scoring.start
  if (!ended || isNew) return undefined
  const values = newValues(hearing, ended, cue, namedSlot(hearing, ended))
  return Object.keys(values).length > 0
    ? [{ do: 'correct', values, draft: ended.draft }]
    : undefined
}

function findCue({ text, core, bot: { words } }: Hearing): Cue | undefined {
  const turned = NOT_X_BUT_Y.exec(text)?.[1]
  if (turned) return { rest: turned, tail: turned, isAlone: false }
  const strong = words.correct_strong.filter((word) => text.includes(word))
  const open = words.correct_open.filter((word) => core.startsWith(word))
  if (strong.length + open.length === 0) return undefined
  const first = Math.min(...[...strong, ...open].map((word) => text.indexOf(word) + word.length))
  const last = Math.max(first, ...strong.map((word) => text.lastIndexOf(word) + word.length))
  return {
    rest: text.slice(first),
    tail: text.slice(last),
    isAlone: [...strong, ...open].includes(core),
  }
}

/** The filled slot whose label, or a usual name of whose type, was said. */
function namedSlot({ text, bot }: Hearing, { flow, filled }: Talk): string | undefined {
  const named = Object.entries(flow.source.slots).flatMap(([slot, def]) =>
    slot in filled
      ? [def.label ?? '', ...(bot.labels[def.type] ?? [])]
          .filter((word) => word !== '' && text.includes(word))
          .map((word) => ({ slot, length: word.length }))
      : [],
  )
  return named.toSorted((a, b) => b.length - a.length)[0]?.slot
}

/** Only what changes something said before makes a correction; new values may come along. */
function newValues(
  { bot, now }: Hearing,
  talk: Talk,
  cue: Cue,
  named = '',
): Readonly<Record<string, Value>> {
  const isFilled = (slot: string) => slot in talk.filled
  // What is taken back claims its words before what has not been said yet.
  const rank = ({ slot }: Wanted) => (slot === named ? 0 : isFilled(slot) ? 1 : 2)
  const wanted = talk.wanted().toSorted((a, b) => rank(a) - rank(b))
  const rooms = wanted.filter(({ slot, def }) => def.type === 'room' && isFilled(slot))
  const loose = [named, ...rooms.map(({ slot }) => slot)]
  const { found } = extract(cue.rest, wanted, { bot, now, loose, last: true })
  const text = cue.tail.replace(/^[\s,，:：是为成]+/, '').trim()
  const isText = talk.flow.source.slots[named]?.type === 'text' && text.length > 1
  const changed = Object.entries(found).filter(
    ([slot, value]) => value.fragment || value.value !== talk.filled[slot],
  )
  const values = {
    ...Object.fromEntries(changed),
    ...(isText && { [named]: { value: text, strict: true } }),
  }
  return Object.keys(values).some(isFilled) ? values : {}
}
