/** What the desk needs of the company's directory: who is in it, and where. The channel speaks it. */

/**
 * Every call throws SendRefused with a class, or anything else when there was no answer; none has an effect.
 * All of them go over the network: never inside a transaction.
 */
export interface DirectoryPlatform {
  /** All the app may see. */
  departments(): Promise<readonly DepartmentSeen[]>
  membersOf(departmentId: number): Promise<readonly MemberSeen[]>
  /** `gone`: there is nobody of this id; `hidden`: the app may not see them. */
  member(userId: string): Promise<MemberSeen | 'gone' | 'hidden'>
}

export interface MemberSeen {
  readonly userId: string
  readonly departmentIds: readonly number[]
  /** Neither switched off nor left; somebody who never logged in is there all the same. */
  readonly isActive: boolean
}

export interface DepartmentSeen {
  readonly id: number
  /** 0 above the first. */
  readonly parentId: number
  /** Empty where the app may not read it. */
  readonly name: string
}
