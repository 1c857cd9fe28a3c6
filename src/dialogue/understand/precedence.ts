/** What an utterance means, as the table of dialogue.md D6: the first row that answers wins. */
import type { Command, Precedence, Value, Values } from './command.ts'
import { correction } from './correction.ts'
import { findYesNo } from './find-choice.ts'
import { globalWord } from './global-words.ts'
import type { Hearing } from './hearing.ts'
import { matterOf } from './matter.ts'
import { pick, pickByYesNo } from './pick.ts'
import type { Scored } from './start-index.ts'

type Row = readonly [
  p: Precedence,
  means: string,
  test: (hearing: Hearing) => readonly Command[] | undefined,
]

export const PRECEDENCE: readonly Row[] = [
  ['P0', 'danger, whatever else is said', (h) => (h.isHazard() ? [{ do: 'hazard' }] : undefined)],
  ['P1', 'an option of a menu', pick],
  ['P2', 'a word that steers every talk, and nothing else', globalWord],
  ['P3', 'something said before is taken back', correction],
  ['P4', 'the answer to what was asked', answer],
  ['P5', 'something else this flow wants to know', otherSlots],
  ['P6', 'something else than was said before, without a cue', unlikeBefore],
  ['P7', 'another matter', otherFlow],
  ['P8', 'a question with a known answer', knownQuestion],
  ['P9', 'free words for the slot being asked', freeAnswer],
  ['P10', 'one of several matters, or what it sounds most like', oneOfSeveral],
  ['P11', 'a greeting, thanks or a nod', greeting],
  ['P12', 'nothing we know', unknown],
]

export function understand(hearing: Hearing): { p: Precedence; commands: readonly Command[] } {
  for (const [p, , test] of PRECEDENCE) {
    const commands = test(hearing)
    if (commands) return { p, commands }
  }
  throw new Error('the last row of the table answers everything')
}

function answer(hearing: Hearing): readonly Command[] | undefined {
  const asked = hearing.run?.asked ?? ''
  const { found } = values(hearing)
  if (found[asked]?.strict) return told(hearing, found)
  const [said] = findYesNo(hearing.text, undefined, hearing.bot.words)
  const isOpen = hearing.isQuestion || found[asked] !== undefined
  return isOpen || !said ? undefined : pickByYesNo(hearing, said.value === true)
}

function otherSlots(hearing: Hearing): readonly Command[] | undefined {
  if (isMatter(hearing)) return undefined
  const { found } = values(hearing)
  const slots = hearing.run?.flow.source.slots ?? {}
  const fresh = Object.keys(found).filter((slot) => isFresh(hearing, slot, found[slot]))
  // 电梯费怎么算 names a category by accident while it asks for something else.
  const isAside = hearing.isQuestion && fresh.every((slot) => slots[slot]?.type === 'choice')
  const isElse = isAside && (isSurelyKnown(hearing) || bestOther(hearing) !== undefined)
  return fresh.length === 0 || isElse ? undefined : told(hearing, found)
}

function unlikeBefore(hearing: Hearing): readonly Command[] | undefined {
  const changed = isMatter(hearing) ? {} : changes(hearing)
  return isNone(changed) ? undefined : [{ do: 'offer-correction', values: changed }]
}

/** Words of another matter are common in a free text; only a question or a plain request may mean it. */
function otherFlow(hearing: Hearing): readonly Command[] | undefined {
  if (isSurelyKnown(hearing)) return undefined
  const best = bestOther(hearing)
  if (!best) return isOfThis(hearing) ? [{ do: 'continue' }] : undefined
  const start = { flow: best.flow, text: hearing.raw }
  if (!hearing.run || hearing.run.flow.id === best.flow) return [{ do: 'start', start }]
  if (!isFreeText(hearing)) return [{ do: 'digress', start }]
  if (lacksSureWords(hearing)) return [{ do: 'digress', start }]
  const isMeant = hearing.isQuestion || best.generic
  return isMeant ? [{ do: 'digress', start, answer: freeValues(hearing) }] : undefined
}

function knownQuestion(hearing: Hearing): readonly Command[] | undefined {
  const isFree = isFreeText(hearing)
  const isWanted = !isFree || hearing.isQuestion
  const best = isWanted ? (hearing.sureFaqs()[0] ?? hearing.faqs()[0]) : undefined
  if (!best || best.similarity < hearing.bot.scoring.faq) return undefined
  return [{ do: 'answer-faq', faq: best.of, answer: isFree ? freeValues(hearing) : undefined }]
}

function freeAnswer(hearing: Hearing): readonly Command[] | undefined {
  const asked = hearing.run?.asked ?? ''
  const { found } = values(hearing)
  if (found[asked]) return told(hearing, found)
  const isUnclear = hearing.isQuestion && rivals(hearing).length > 1
  return isMatter(hearing) && !isUnclear ? told(hearing, freeValues(hearing)) : undefined
}

function oneOfSeveral(hearing: Hearing): readonly Command[] | undefined {
  return severalFlows(hearing) ?? (greeting(hearing) ? undefined : likeliest(hearing))
}

function severalFlows(hearing: Hearing): readonly Command[] | undefined {
  const flows = rivals(hearing).map(({ flow }) => flow)
  if (flows.length < 2) return undefined
  const answer = isMatter(hearing) ? freeValues(hearing) : undefined
  return [{ do: 'clarify', flows: flows.slice(0, 4), text: hearing.raw, answer }]
}

/** 您好，在吗 and 好的，谢谢 are no more than their parts; 好的 to no question, or a smile, is a nod. */
function greeting({ core, text, run, bot: { words } }: Hearing): readonly Command[] | undefined {
  const clauses = text.split(/[\s\p{P}\p{S}]+/u).filter((clause) => clause !== '')
  const isAll = (...lists: readonly (readonly string[])[]) =>
    [[core], clauses].some((said) =>
      said.every((part) => lists.some((list) => list.includes(part))),
    )
  if (clauses.length === 0) return PICTURE.test(text) ? [{ do: 'continue' }] : undefined
  if (isAll(words.greet)) return [{ do: 'greet', how: 'hello' }]
  const isNod = isAll(words.yes, words.no)
  if (!isNod && isAll(words.thanks, words.greet, words.yes)) return [{ do: 'greet', how: 'thanks' }]
  return isNod && !run ? [{ do: 'continue' }] : undefined
}

const PICTURE = /\p{Extended_Pictographic}/u

/**
 * No rule and no example knows these words. One matter that explains far more of them than the next is taken;
 * of several close ones the person chooses (dialogue.md D6: a sentence is never answered with nothing but a menu).
 */
function likeliest(hearing: Hearing): readonly Command[] | undefined {
  const { likely } = hearing.bot.scoring
  if (!likely || hearing.run || lateAnswer(hearing)) return undefined
  const [best, second] = hearing.likely()
  const isMatter = best && (best.flow ?? best.faq) !== undefined
  if (!isMatter || best.score < likely.per_word * Math.max(best.words, likely.least_words))
    return undefined
  const isSure = best.score >= (second?.score ?? 0) * likely.times
  if (isSure && best.flow) return [{ do: 'start', start: { flow: best.flow, text: hearing.raw } }]
  if (isSure && best.faq && hearing.isQuestion) return [{ do: 'answer-faq', faq: best.faq }]
  const close = hearing.likely().slice(0, likely.offered)
  const flows = close.flatMap(({ flow }) => flow ?? [])
  const faqs = close.flatMap(({ faq }) => faq ?? [])
  return [{ do: 'clarify', flows, faqs, text: hearing.raw }]
}

function unknown(hearing: Hearing): readonly Command[] {
  return lateAnswer(hearing) ?? [{ do: 'no-match' }]
}

/** A late answer to a question that has expired is not nothing: it is offered to be taken up (dialogue.md D25). */
function lateAnswer(hearing: Hearing): readonly Command[] | undefined {
  for (const { draft, filled, isEnded } of hearing.run ? [] : hearing.past()) {
    const late = pickValues(
      hearing.extraction(draft).found,
      (slot, value) => value.strict && !(slot in filled),
    )
    if (!isEnded && !isNone(late)) return [{ do: 'resume', draft, values: late }]
  }
  return undefined
}

function values(hearing: Hearing): { found: Values; rest: string } {
  return hearing.run ? hearing.extraction() : { found: {}, rest: hearing.raw }
}

/** Sets what is new; what contradicts an earlier word is asked about (P6). */
function told(hearing: Hearing, found: Values): readonly Command[] {
  const asked = hearing.run?.asked
  const fresh = pickValues(found, (slot, value) => slot === asked || isFresh(hearing, slot, value))
  const changed = changes(hearing)
  const set: Command = { do: 'set', values: fresh, asked }
  return isNone(changed) ? [set] : [set, { do: 'offer-correction', values: changed }]
}

function isFresh({ run }: Hearing, slot: string, value: Value | undefined): boolean {
  return value?.strict === true && run !== undefined && !(slot in run.filled)
}

/** Only values that cannot be said by accident: a kitchen mentioned later moves no repair. */
const INEXACT = ['choice', 'yes_no', 'rating', 'number', 'integer']

function changes(hearing: Hearing): Values {
  const { run } = hearing
  if (!run) return {}
  return pickValues(values(hearing).found, (slot, value) => {
    const isOther = slot !== run.asked && slot in run.filled && value.value !== run.filled[slot]
    return isOther && value.strict && !INEXACT.includes(run.flow.source.slots[slot]?.type ?? '')
  })
}

function isFreeText({ run }: Hearing): boolean {
  return run?.asked !== undefined && run.flow.source.slots[run.asked]?.type === 'text'
}

/** 家里没电了, when the place of an alarm was asked: it names no place, and would send people the wrong way. */
function lacksSureWords({ run, text }: Hearing): boolean {
  const words = run?.flow.source.slots[run.asked ?? '']?.sure_words
  return words !== undefined && !words.some((word) => text.includes(word))
}

/** True when free text is asked and words are left that could be the matter itself. */
function isMatter(hearing: Hearing): boolean {
  return (
    isFreeText(hearing) && matterOf(values(hearing).rest, hearing.run?.flow, hearing.bot) !== ''
  )
}

function freeValues(hearing: Hearing): Values {
  const { found, rest } = values(hearing)
  return { ...found, [hearing.run?.asked ?? '']: { value: rest, strict: false } }
}

/** The one flow that clearly matches; the flow we are in only when it was asked for by name and nothing else said. */
function bestOther(hearing: Hearing): Scored | undefined {
  const { start, margin } = hearing.bot.scoring
  const [best, second] = hearing.starts()
  const isClear = best && best.score >= start && best.score - (second?.score ?? 0) >= margin
  if (!isClear || best.flow !== hearing.run?.flow.id) return isClear ? best : undefined
  const isBare = matterOf(values(hearing).rest, hearing.run.flow, hearing.bot) === ''
  return best.generic && isBare ? best : undefined
}

/** 师傅什么时候来, asked while the ticket is being shown: neither another matter nor a known question. */
function isOfThis(hearing: Hearing): boolean {
  const [best] = hearing.starts()
  const isClear = best && best.score >= hearing.bot.scoring.start
  const isThis = isClear && best.flow === hearing.run?.flow.id
  return isThis === true && hearing.isQuestion && !isFreeText(hearing)
}

/** Flows too close to one another to choose between; none when one of them is the flow we are in. */
function rivals(hearing: Hearing): readonly Scored[] {
  const { start, margin } = hearing.bot.scoring
  const scored = hearing.starts()
  const best = scored[0]?.score ?? 0
  const close = scored.filter(({ score }) => score >= start && best - score < margin)
  return close.some(({ flow }) => flow === hearing.run?.flow.id) ? [] : close
}

function pickValues(found: Values, isWanted: (slot: string, value: Value) => boolean): Values {
  return Object.fromEntries(Object.entries(found).filter(([slot, value]) => isWanted(slot, value)))
}

/** 楼上漏水谁负责 shares a word with a repair and is a question all the same. */
function isSurelyKnown(hearing: Hearing): boolean {
  return hearing.sureFaqs().length > 0
}

function isNone(found: Values): boolean {
  return Object.keys(found).length === 0
}
