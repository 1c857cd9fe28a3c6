/** The few words that steer every conversation when they are all that was said: 取消, 上一步, 人工. */
import { GLOBAL_WORDS, type GlobalWord } from '../files/folder-schema.ts'
import type { Command } from './command.ts'
import type { Hearing } from './hearing.ts'

const COMMANDS: Readonly<Record<GlobalWord, Command>> = {
  cancel: { do: 'cancel' },
  back: { do: 'back' },
  restart: { do: 'restart' },
  repeat: { do: 'repeat' },
  skip: { do: 'skip' },
  help: { do: 'help' },
  handoff: { do: 'handoff', reason: 'asked' },
  menu: { do: 'menu' },
  resume: { do: 'resume', sure: true },
}

/** Whole-message matches only, so that 取消预约怎么弄 is no cancel. A step's own closing words come first. */
export function globalWord({ run, text, core, bot }: Hearing): readonly Command[] | undefined {
  const said = [core, text.trim()]
  if (run?.finishWords.some((word) => said.includes(word))) return [{ do: 'finish' }]
  const word = GLOBAL_WORDS.find((candidate) =>
    bot.words[candidate].some((form) => said.includes(form)),
  )
  return word && [COMMANDS[word]]
}
