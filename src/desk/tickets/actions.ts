/** Everything flows may do with tickets. */
import type { Action } from '../action.ts'
import { arrivalActions } from './arrival-actions.ts'
import { categoryActions } from './category-actions.ts'
import { deskActions } from './desk-actions.ts'
import { helpActions } from './help/help-actions.ts'
import { linkActions } from './link-actions.ts'
import { ownerActions } from './owner-actions.ts'
import { reportActions } from './report-actions.ts'
import { staffActions } from './staff-actions.ts'
import { stepActions } from './step-actions.ts'
import { visitActions } from './visit-actions.ts'

export const ticketActions: readonly Action[] = [
  ...reportActions,
  ...categoryActions,
  ...ownerActions,
  ...staffActions,
  ...stepActions,
  ...arrivalActions,
  ...visitActions,
  ...deskActions,
  ...linkActions,
  ...helpActions,
]
