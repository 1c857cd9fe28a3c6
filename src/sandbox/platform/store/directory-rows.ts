/** The directory beside its members: the departments below the first. */
export interface DepartmentRow {
  readonly id: number
  readonly parentId: number
  readonly name: string
}
