/** All flows of a folder, ready to talk: what is live for new runs. */
import type { PatternText } from '../render/pattern-texts.ts'
import { parseTemplate, type Template } from '../render/template.ts'
import { hazardTest } from '../understand/hazard.ts'
import { type KnownQuestions, knownQuestions } from '../understand/known-questions.ts'
import { type LikelyIndex, likelyIndex, type Matter } from '../understand/likely-index.ts'
import { bare, normalise } from '../understand/normalise.ts'
import { type StartIndex, startIndex } from '../understand/start-index.ts'
import type { CompiledFlow } from './compiled-flow.ts'
import { type Bot, type Faq, GLOBAL_WORDS, type Hazards } from './folder-schema.ts'
import { remember } from './remember.ts'
import type { Words } from './step-schema.ts'

export interface FlowSet {
  readonly bot: Bot
  readonly flows: ReadonlyMap<string, CompiledFlow>
  byHash(hash: string): CompiledFlow | undefined
  readonly starts: StartIndex
  /** What is done when danger is named; it never asks anything. */
  readonly hazard: CompiledFlow | undefined
  isHazard(text: string): boolean
  readonly faqs: readonly Faq[]
  faq(id: string): Faq | undefined
  /** Flows and known questions, for what neither rules nor examples know. */
  readonly likely: LikelyIndex
  readonly knownFaqs: KnownQuestions
  words(text: PatternText): Words
  template(text: string): Template
}

interface FlowSetParts {
  readonly bot: Bot
  readonly flows: readonly CompiledFlow[]
  readonly patterns: ReadonlyMap<string, Words>
  readonly faqs: readonly Faq[]
  readonly hazard?: { readonly def: Hazards; readonly flow: CompiledFlow } | undefined
}

export function flowSet({ bot, flows, patterns, faqs, hazard }: FlowSetParts): FlowSet {
  const byHash = new Map(flows.map((flow) => [flow.hash, flow]))
  const byId = new Map(faqs.map((faq) => [faq.id, faq]))
  const empty = new Set([...bot.words.filler, ...bot.words.particles])
  const isHazard = hazard ? hazardTest(hazard.def, bot.words.negation) : () => false
  return {
    bot,
    flows: new Map(flows.map((flow) => [flow.id, flow])),
    byHash: (hash) => (hash === hazard?.flow.hash ? hazard.flow : byHash.get(hash)),
    starts: startIndex(flows, bot),
    hazard: hazard?.flow,
    isHazard: (text) => isHazard(normalise(text)),
    faqs,
    faq: (id) => byId.get(id),
    likely: likelyIndex(mattersOf(flows, faqs, bot)),
    knownFaqs: knownQuestions(faqs, bot.words.request, empty),
    words: (text) => patterns.get(text) ?? { variants: [''] },
    template: remember(parseTemplate),
  }
}

function mattersOf(
  flows: readonly CompiledFlow[],
  faqs: readonly Faq[],
  bot: Bot,
): readonly Matter[] {
  return [
    ...flows.flatMap(({ id, source: { start } }): Matter[] => {
      const label = start?.menu ? [start.menu.label] : []
      const texts = [
        ...(start?.keywords ?? []).flatMap(({ any }) => any),
        ...(start?.examples ?? []),
      ]
      return texts.length === 0 ? [] : [{ flow: id, texts: [...label, ...texts] }]
    }),
    ...faqs.map(({ id, ask }) => ({ faq: id, texts: ask })),
    // What is neither: whatever sounds most like it is left alone.
    { texts: [...bot.words.greet, ...bot.words.thanks, ...bot.words.small_talk] },
  ]
}

/** True for words that must not wait for the burst window: danger, and words that steer (dialogue.md D5). */
export function flushesAtOnce(flows: FlowSet, text: string): boolean {
  const core = bare(normalise(text), flows.bot.words.particles)
  const plain = text.trim()
  const steers = GLOBAL_WORDS.some((word) =>
    flows.bot.words[word].some((form) => form === core || form === plain),
  )
  return steers || flows.isHazard(text)
}
