/** Reads change_external_contact: who became whose customer, and who is one no more (wecom.md 7.1; path/92130). */
import type { ContactChange } from '../../desk/contacts/contact-change.ts'
import { textOf, type XmlNode } from './xml.ts'

const CHANGES: Readonly<Record<string, ContactChange['change']>> = {
  add_external_contact: 'added',
  add_half_external_contact: 'added',
  edit_external_contact: 'edited',
  del_external_contact: 'removed',
  del_follow_user: 'removed',
}

/** Undefined for kinds the desk has no use for, such as a transfer that failed. */
export function contactChangeOf(root: XmlNode, at: Date): ContactChange | undefined {
  const change = CHANGES[textOf(root, 'ChangeType')?.trim() ?? '']
  const userId = textOf(root, 'UserID')?.trim()
  const externalUserId = textOf(root, 'ExternalUserID')?.trim()
  if (!change || !userId || !externalUserId) return undefined
  const state = textOf(root, 'State')?.trim()
  const welcomeCode = textOf(root, 'WelcomeCode')?.trim()
  return {
    change,
    userId,
    externalUserId,
    at,
    ...(state && { state }),
    ...(welcomeCode && { welcomeCode }),
  }
}
