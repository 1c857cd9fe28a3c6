/** How long until a promise, in words and in the colour that goes with them. */
import { sayTime } from '../desk/tickets/say-time.ts'
import type { Say } from './say.ts'

export interface DueWords {
  readonly words: string
  readonly tone: 'late' | 'near' | 'calm' | 'none'
}

export function dueWords(
  say: Say,
  dueAt: Date | null,
  { now, nearMinutes }: { readonly now: Date; readonly nearMinutes: number },
): DueWords {
  if (!dueAt) return { words: say('board.no_due'), tone: 'none' }
  const leftMs = dueAt.getTime() - now.getTime()
  const minutes = Math.ceil(Math.abs(leftMs) / 60_000)
  if (leftMs <= 0)
    return { words: say('board.late', { time: spanWords(say, minutes) }), tone: 'late' }
  if (minutes <= nearMinutes) {
    return { words: say('board.near', { time: spanWords(say, minutes) }), tone: 'near' }
  }
  return { words: say('board.due', { time: sayTime(dueAt, now) }), tone: 'calm' }
}

function spanWords(say: Say, minutes: number): string {
  if (minutes < 60) return say('board.minutes', { count: minutes })
  if (minutes < 48 * 60) return say('board.hours', { count: Math.floor(minutes / 60) })
  return say('board.days', { count: Math.floor(minutes / 1440) })
}
