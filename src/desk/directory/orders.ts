/** What is ordered of the directory: stored, so the shapes are permanent. */

export interface LookOrder {
  readonly corpId: string
  readonly userId: string
  /** The id this one is said to have become. */
  readonly renamedTo?: string
}

export interface DepartmentsOrder {
  readonly corpId: string
}
