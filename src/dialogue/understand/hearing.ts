/** Everything one utterance is understood against: what was asked, what is known, what was offered. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { Bot } from '../files/folder-schema.ts'
import type { Extraction, Wanted } from './extract.ts'
import type { Known } from './known-questions.ts'
import type { Likely } from './likely-index.ts'
import type { Scored } from './start-index.ts'

export interface Hearing {
  /** As it was typed. */
  readonly raw: string
  /** Without a move of any character, but in one form (see normalise.ts). */
  readonly text: string
  /** Without punctuation and meaningless words around it. */
  readonly core: string
  /** The token of a tapped option. */
  readonly token: string | undefined
  readonly bot: Bot
  readonly now: Date
  /** The matter being talked about: the run on top. */
  readonly run: Talk | undefined
  /** Latest first. */
  readonly menus: readonly OfferedMenu[]
  readonly isQuestion: boolean
  isHazard(): boolean
  /** Matters over or expired that an utterance may still be about, latest first. */
  past(): readonly PastTalk[]
  /** Flows this person may start, best first. Computed when first wanted, as all functions here. */
  starts(): readonly Scored[]
  /** What it sounds most like, best first: flows this person may start, known questions, and small talk. */
  likely(): readonly Likely[]
  faqs(): readonly Known[]
  /** Those of them that are sure, without looking for what is only near. */
  sureFaqs(): readonly Known[]
  /** Values for the run's slots (or a draft's), with loose ones for the slot being asked. */
  extraction(draft?: string): Extraction
}

export interface Talk {
  readonly flow: CompiledFlow
  /** Slots with a value. */
  readonly filled: Readonly<Record<string, unknown>>
  /** The slot being asked. */
  readonly asked: string | undefined
  /** Words that end the question, such as 没有 for photos. */
  readonly finishWords: readonly string[]
  /** Slots a person may fill, in order of claim. */
  wanted(): readonly Wanted[]
}

interface PastTalk extends Talk {
  readonly draft: string
  /** Handed in, not expired. */
  readonly isEnded: boolean
}

/** A menu as it stands now (dialogue.md D9). */
export interface OfferedMenu {
  /** Its options answer a question; they begin nothing. */
  readonly isAnswers: boolean
  readonly id: string
  /** `late` and `expired`: old and older, while what it asked is still asked; `gone`: the talk has moved on. */
  readonly state: 'open' | 'late' | 'expired' | 'used' | 'gone'
  readonly options: readonly {
    readonly text: string
    readonly means?: 'yes' | 'no' | undefined
    readonly dangerous?: boolean | undefined
  }[]
}
