/** What the directory's word means for somebody on the roster. */

/** `hidden`: the app may not see them; whether they are there it cannot say. */
export type Standing = 'active' | 'disabled' | 'gone' | 'hidden'

export interface OnRoster {
  /** The directory has known them before. */
  readonly isLinked: boolean
  /** Null while they work here. */
  readonly left: 'by-directory' | 'by-book' | null
}

export type Verdict = 'link' | 'leave' | 'return' | 'keep'

/**
 * | on the roster | active | disabled | gone, hidden |
 * |---|---|---|---|
 * | known to the directory | keep | leave | leave |
 * | never known to it | link | leave | keep: entered by hand, perhaps without an account |
 * | left by its word | return | keep | keep |
 * | left by the book | keep | keep | keep |
 */
export function verdictOn({ isLinked, left }: OnRoster, standing: Standing): Verdict {
  if (left === 'by-book') return 'keep'
  if (left === 'by-directory') return standing === 'active' ? 'return' : 'keep'
  if (standing === 'active') return isLinked ? 'keep' : 'link'
  return isLinked || standing === 'disabled' ? 'leave' : 'keep'
}

export interface Sweep {
  /** Of those the directory knows, before anybody went. */
  readonly known: number
  /** Who has gone on its word lately. */
  readonly lately: number
  /** Who would go now. */
  readonly going: number
}

/** Whether so many may go without a person's word. */
export function maySweep(
  { known, lately, going }: Sweep,
  { always, share }: { readonly always: number; readonly share: number },
): boolean {
  return lately + going <= Math.max(always, Math.floor(share * known))
}
