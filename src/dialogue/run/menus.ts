/** Menus: lists of commands shown as options, remembered until they are used or gone (dialogue.md D9). */
import type { PatternText } from '../render/pattern-texts.ts'
import type { Command, MenuOf, MenuOption } from '../understand/command.ts'
import type { OfferedMenu } from '../understand/hearing.ts'
import type { Menu } from './session.ts'
import { pattern, say, type Turn, top } from './turn.ts'

const REMEMBERED = 6

/** Shows a question with options. Without `of` it belongs to the moment: the next question closes it. */
export function offer(turn: Turn, text: string, options: readonly MenuOption[], of?: MenuOf): void {
  offerPage(turn, { text, rest: options, of })
}

/**
 * A page of a longer list. `before` are the options already seen: numbers go on over all pages, and each still means
 * its option.
 */
export function offerPage(
  turn: Turn,
  { text, before = [], rest: options, of }: Omit<Extract<Command, { do: 'more' }>, 'do'>,
): void {
  const size = turn.world.flows.bot.menus.page
  const page = options.slice(0, size)
  const rest = options.slice(size)
  const seen = [...before, ...page]
  const more: MenuOption = {
    text: pattern(turn, 'menu.more'),
    command: { do: 'more', text, before: seen, rest, of },
  }
  const all = rest.length > 0 ? [...seen, more] : seen
  const menu: Menu = { id: turn.world.newId(), sentAt: turn.now.getTime(), options: all, of }
  closeMoments(turn)
  turn.session.menus = [menu, ...turn.session.menus].slice(0, REMEMBERED)
  const shown = all.slice(before.length).map((option, index) => ({
    token: `${menu.id}.${before.length + index}`,
    label: option.text,
    ...(option === more && { isMore: true as const }),
  }))
  const isPaged = rest.length > 0 || before.length > 0
  const numbered = isPaged ? { numberFrom: before.length + 1 } : {}
  say(turn, { kind: 'menu', text, options: shown, ...numbered }, 'ask')
  turn.isAsked = true
  turn.isTouched = true
}

/** One of the engine's own questions with two answers, in pattern words; 好的 and 不用了 answer it as well. */
export function askWhether(
  turn: Turn,
  question: string,
  about: object,
  { yes, no }: Readonly<Record<'yes' | 'no', readonly [label: PatternText, command: Command]>>,
): void {
  offer(turn, question, [
    { text: pattern(turn, yes[0], about), command: yes[1], means: 'yes' },
    { text: pattern(turn, no[0], about), command: no[1], means: 'no' },
  ])
}

/** Once another question stands, digits typed no longer mean the menu before it. */
export function closeMoments(turn: Turn): void {
  for (const menu of turn.session.menus) if (!menu.of) menu.closed = true
}

/** The menus as they stand now, latest first. */
export function offeredMenus(turn: Turn): readonly OfferedMenu[] {
  return turn.session.menus.map((menu) => ({
    id: menu.id,
    state: stateOf(turn, menu),
    isAnswers: menu.options.every(({ command }) => command.do === 'set'),
    options: menu.options,
  }))
}

function stateOf(turn: Turn, menu: Menu): OfferedMenu['state'] {
  const { ttl, late } = turn.world.flows.bot.menus
  const age = turn.now.getTime() - menu.sentAt
  if (menu.used) return 'used'
  if (menu.closed || !isAskedStill(turn, menu)) return 'gone'
  if (age <= ttl) return 'open'
  return menu.of && age <= late ? 'late' : 'expired'
}

function isAskedStill(turn: Turn, { of }: Menu): boolean {
  const run = top(turn)
  if (!of) return true
  return run?.id === of.runId && run.wait?.step === of.step && run.wait.slot === of.slot
}
