/** Reads change_contact: who joined, changed or left, and what became of departments and tags (wecom.md 2.2; path/90970). */
import type { DirectoryChange } from '../../desk/directory/directory-change.ts'
import { digestOf, incomingKey } from './incoming-key.ts'
import { textOf, type XmlNode } from './xml.ts'

/** An id is at most 64 bytes (wecom.md 4.3, 40003) and stands in conversation keys, which are split at slashes. */
const USER_ID = /^[A-Za-z0-9_.@-]{1,64}$/

/**
 * Undefined for kinds there are none of yet. A callback set up since August 2022 names the member and nothing else:
 * the other fields are not read, what is so now is asked for (path/90970).
 *
 * | ChangeType | who is looked at | departments |
 * |---|---|---|
 * | create_user, delete_user | UserID | |
 * | update_user | UserID; with NewUserID both | |
 * | create_party, update_party, delete_party | | read again |
 * | update_tag | AddUserItems and DelUserItems: a tag may be what lets the app see them | |
 */
export function directoryChangeOf(
  root: XmlNode,
  { corpId, plaintext }: { readonly corpId: string; readonly plaintext: Buffer },
): DirectoryChange | undefined {
  const key = incomingKey('directory', corpId, digestOf(plaintext))
  const nothing = { key, members: [], departments: false }
  switch (field(root, 'ChangeType')) {
    case 'create_user':
    case 'delete_user':
      return { ...nothing, members: idsIn(field(root, 'UserID')) }
    case 'update_user':
      return { ...nothing, ...updateOf(root) }
    case 'create_party':
    case 'update_party':
    case 'delete_party':
      return { ...nothing, departments: true }
    case 'update_tag': {
      const items = [field(root, 'AddUserItems'), field(root, 'DelUserItems')]
      return { ...nothing, members: [...new Set(items.flatMap(idsIn))] }
    }
    default:
      return undefined
  }
}

function updateOf(root: XmlNode): Pick<DirectoryChange, 'members' | 'renamed'> {
  const members = idsIn(field(root, 'UserID'))
  const [from] = members
  const [to] = idsIn(field(root, 'NewUserID'))
  return from && to && from !== to ? { members, renamed: { from, to } } : { members }
}

/** A comma stands between ids; what cannot be one is nobody of ours. */
function idsIn(joined: string): string[] {
  return joined
    .split(',')
    .map((id) => id.trim())
    .filter((id) => USER_ID.test(id))
}

function field(root: XmlNode, name: string): string {
  return textOf(root, name)?.trim() ?? ''
}
