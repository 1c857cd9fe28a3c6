/** grammY with its conversations: a function that is run again from its start on each turn, with a log of what happened. */
import { conversations, createConversation } from '@grammyjs/conversations'
import { Bot } from 'grammy'
import { ACCEPTS, SAYS } from './replies.mjs'

async function report(conversation, context) {
  const hear = async (slot, question) => {
    await context.reply(question)
    for (;;) {
      const { message } = await conversation.wait()
      if (ACCEPTS[slot](message.text)) return message.text
      await context.reply(question)
    }
  }
  const problem = context.message.text
  const visit = await hear('visit', SAYS.visit)
  await hear('photos', SAYS.photos)
  const phone = await hear('phone', SAYS.phone)
  await hear('review', SAYS.review({ problem, visit, phone }))
  await context.reply(SAYS.done)
}

export function open() {
  const kept = new Map()
  let replies = []
  /** The platform: takes a message and says that it was sent. */
  const fetch = async (_url, { body }) => {
    const { text } = JSON.parse(body)
    replies.push(text)
    const result = { message_id: 1, date: 1, chat: { id: 1, type: 'private' }, text }
    return { json: async () => ({ ok: true, result }) }
  }
  const botInfo = { id: 1, is_bot: true, first_name: 'bench', username: 'bench' }
  const bot = new Bot('1:bench', { botInfo, client: { fetch } })
  const storage = {
    read: (key) => (kept.has(key) ? JSON.parse(kept.get(key)) : undefined),
    write: (key, state) => void kept.set(key, JSON.stringify(state)),
    delete: (key) => void kept.delete(key),
  }
  bot.use(conversations({ storage }))
  bot.use(createConversation(report))
  bot.on('message:text', async (context) => {
    const { text } = context.message
    if (ACCEPTS.thanks(text)) await context.reply(SAYS.thanks)
    else if (ACCEPTS.problem(text)) await context.conversation.enter('report')
    else await context.reply(SAYS.hello)
  })
  let updates = 0
  return {
    async say(who, text) {
      replies = []
      updates += 1
      await bot.handleUpdate(updateOf(updates, Number(who), text))
      return replies.join('\n')
    },
    stored: (who) => kept.get(who) ?? '',
    forget: () => kept.clear(),
  }
}

function updateOf(id, who, text) {
  const from = { id: who, is_bot: false, first_name: 'z' }
  const chat = { id: who, type: 'private', first_name: 'z' }
  return { update_id: id, message: { message_id: id, date: 1_795_395_600, chat, from, text } }
}
