/** botbuilder-dialogs 4: a waterfall of prompts with validators over its own MemoryStorage, which keeps text. */
import { createRequire } from 'node:module'
import { ACCEPTS, SAYS } from './replies.mjs'

const require = createRequire(import.meta.url)
const { BotAdapter, ConversationState, MemoryStorage, TurnContext } = require('botbuilder-core')
const { DialogSet, DialogTurnStatus, TextPrompt, WaterfallDialog } = require('botbuilder-dialogs')

/** A channel that hands back what was said to it. */
class CollectingAdapter extends BotAdapter {
  said = []

  async sendActivities(_context, activities) {
    this.said.push(...activities.flatMap(({ text }) => text ?? []))
    return activities.map((_, index) => ({ id: String(index) }))
  }

  async updateActivity() {}
  async deleteActivity() {}
  async continueConversation() {}
}

const ask = (slot, before) => async (step) => {
  if (before) step.values[before] = step.result
  return await step.prompt(slot, {
    prompt: slot === 'review' ? SAYS.review(step.values) : SAYS[slot],
  })
}

const STEPS = [
  async (step) => {
    step.values.problem = step.options.text
    return await step.prompt('visit', { prompt: SAYS.visit })
  },
  ask('photos', 'visit'),
  ask('phone'),
  ask('review', 'phone'),
  async (step) => {
    await step.context.sendActivity(SAYS.done)
    return await step.endDialog()
  },
]

function dialogsOver(state) {
  const dialogs = new DialogSet(state.createProperty('dialogs'))
  for (const slot of ['visit', 'photos', 'phone', 'review'])
    dialogs.add(new TextPrompt(slot, async ({ recognized }) => ACCEPTS[slot](recognized.value)))
  return dialogs.add(new WaterfallDialog('report', STEPS))
}

export function open() {
  const memory = {}
  const adapter = new CollectingAdapter()
  const state = new ConversationState(new MemoryStorage(memory))
  const dialogs = dialogsOver(state)
  const logic = async (context) => {
    const { text } = context.activity
    const talk = await dialogs.createContext(context)
    const { status } = await talk.continueDialog()
    if (status === DialogTurnStatus.empty) {
      if (ACCEPTS.thanks(text)) await context.sendActivity(SAYS.thanks)
      else if (ACCEPTS.problem(text)) await talk.beginDialog('report', { text })
      else await context.sendActivity(SAYS.hello)
    }
    await state.saveChanges(context)
  }
  return {
    async say(who, text) {
      adapter.said = []
      await adapter.runMiddleware(new TurnContext(adapter, activityOf(who, text)), logic)
      return adapter.said.join('\n')
    },
    stored: (who) => memory[`bench/conversations/${who}/`] ?? '',
    forget() {
      for (const key of Object.keys(memory)) delete memory[key]
    },
  }
}

function activityOf(who, text) {
  return {
    type: 'message',
    text,
    channelId: 'bench',
    serviceUrl: 'bench',
    conversation: { id: who },
    from: { id: who, name: who },
    recipient: { id: 'bot', name: 'bot' },
  }
}
