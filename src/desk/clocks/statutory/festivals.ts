/** A year's statutory days as people speak of them: each holiday with its first and last day, and what is worked for it. */
import { DAY_MS } from '../time-of-day.ts'
import type { StatutoryDay } from './year-file.ts'

/** One stretch of days off; a holiday in two stretches is named twice. */
export interface Festival {
  readonly [name: string]: unknown
  readonly name: string
  readonly from: string
  readonly to: string
  readonly days: number
  /** Worked for it, under the first stretch. */
  readonly worked: readonly string[]
}

export function festivalsOf(days: readonly StatutoryDay[]): readonly Festival[] {
  const names = [...new Set(days.map(({ label }) => label))]
  return names
    .flatMap((name) => {
      const ofName = days.filter(({ label }) => label === name)
      const worked = ofName.filter(({ kind }) => kind === 'work').map(({ day }) => day)
      const off = ofName.filter(({ kind }) => kind === 'off').map(({ day }) => day)
      const stretches = inStretches(off)
      if (stretches.length === 0) stretches.push([])
      return stretches.map((stretch, at) => ({
        name,
        from: stretch[0] ?? '',
        to: stretch.at(-1) ?? '',
        days: stretch.length,
        worked: at === 0 ? worked : [],
      }))
    })
    .sort((a, b) => (a.from || (a.worked[0] ?? '')).localeCompare(b.from || (b.worked[0] ?? '')))
}

function inStretches(days: readonly string[]): string[][] {
  const stretches: string[][] = []
  for (const day of [...days].sort()) {
    const last = stretches.at(-1)
    const before = last?.at(-1)
    const follows = before && Date.parse(day) - Date.parse(before) === DAY_MS
    if (last && follows) last.push(day)
    else stretches.push([day])
  }
  return stretches
}
