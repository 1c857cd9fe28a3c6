/** Everything flows may do with tickets. */
import type { Action } from '../action.ts'
import { categoryActions } from './category-actions.ts'
import { ownerActions } from './owner-actions.ts'
import { reportActions } from './report-actions.ts'
import { staffActions } from './staff-actions.ts'
import { stepActions } from './step-actions.ts'

export const ticketActions: readonly Action[] = [
  ...reportActions,
  ...categoryActions,
  ...ownerActions,
  ...staffActions,
  ...stepActions,
]
