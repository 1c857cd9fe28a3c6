/**
 * Lets a turn have an outside opinion without holding its transaction meanwhile: the turn that wants one is undone, the
 * model is asked, and the turn is taken again with the answer in hand.
 */
import type { Question, Understander } from '../../dialogue/understand/understander.ts'
import type { Model } from './open-model.ts'
import type { UnderstanderRules } from './rules.ts'

export interface Adviser {
  readonly model: Model
  readonly rules: UnderstanderRules
}

export interface Advice {
  /** For the turn: answers what was asked before; else breaks the turn off. */
  readonly understander: Understander
  /** Outside any transaction. */
  fetch(wanted: AdviceWanted): Promise<void>
}

/** Not a failure: the turn is to be taken once more when this was asked. */
export class AdviceWanted extends Error {
  readonly question: Question

  constructor(question: Question) {
    super('the turn waits for an opinion')
    this.name = 'AdviceWanted'
    this.question = question
  }
}

export function openAdvice({ model, rules }: Adviser): Advice {
  const answers = new Map<string, unknown>()
  return {
    understander: {
      sure: rules.sure,
      async ask(question) {
        const key = JSON.stringify(question)
        if (answers.has(key)) return answers.get(key)
        if (answers.size >= rules.per_turn) return undefined
        throw new AdviceWanted(question)
      },
    },
    async fetch({ question }) {
      answers.set(JSON.stringify(question), await model.ask(question))
    },
  }
}
