/** Somebody became a steward's customer, or is one no more. */
export interface ContactChange {
  readonly change: 'added' | 'edited' | 'removed'
  readonly userId: string
  readonly externalUserId: string
  readonly at: Date
  /** Of the code that was scanned. */
  readonly state?: string
  /** Lets one greeting go out within 20 seconds. */
  readonly welcomeCode?: string
}
