/** Something about members or departments changed. Never more than a hint: what is so now is asked for. */
export interface DirectoryChange {
  /** Equal for every delivery of the same event. */
  readonly key: string
  /** Members to be looked at. */
  readonly members: readonly string[]
  /** A member's id was changed: the person is the same. */
  readonly renamed?: { readonly from: string; readonly to: string }
  /** Whether departments are to be read again. */
  readonly departments: boolean
}
