/** What one check of a configuration found, in the words of whoever has to mend it. */
export interface Finding {
  readonly title: string
  /** `warn`: the desk works, and something that was paid for does not. `skipped`: a check before it failed. */
  readonly state: 'ok' | 'warn' | 'bad' | 'skipped'
  readonly found: string
  /** Where to click, or what to set. */
  readonly mend?: string
}

export const ok = (title: string, found: string): Finding => ({ title, state: 'ok', found })
export const warn = (title: string, found: string, mend: string): Finding => ({
  ...{ title, found, mend },
  state: 'warn',
})
export const bad = (title: string, found: string, mend: string): Finding => ({
  ...{ title, found, mend },
  state: 'bad',
})
export const skipped = (title: string, found: string): Finding => ({
  ...{ title, found },
  state: 'skipped',
})
