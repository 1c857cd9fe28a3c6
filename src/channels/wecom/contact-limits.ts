/** What the platform would refuse in a greeting, mass message, code or tag, found before it leaves (wecom.md 7.3 to 7.5). */
import type { Greeting, MassTask, NewWay, TagMark } from '../../desk/contacts/platform.ts'
import { refusedHere } from './send-refusal.ts'
import { bytesOf } from './split.ts'
import { isWebAddress } from './web-address.ts'

const MOST_TEXT_BYTES = 4000
const MOST_RECEIVERS = 10_000
const MOST_GROUPS = 2000
const MOST_NAME_CHARS = 30
const MOST_TAGS = 100
const LONGEST_WAY_SEC = 14 * 86_400

/** @throws SendRefused of class data, with the code the platform would have given */
export function checkMassTask({ externalUserIds, groupIds, text, userId }: MassTask): void {
  check(userId !== '', '41009', 'a task needs its sender')
  const receivers = groupIds ?? externalUserIds
  check(receivers.length > 0, '41048', 'nobody to send to')
  check((groupIds?.length ?? 0) <= MOST_GROUPS, '40058', `more than ${MOST_GROUPS} groups`)
  check(externalUserIds.length <= MOST_RECEIVERS, '40058', `more than ${MOST_RECEIVERS} receivers`)
  checkText(text)
}

/** @throws SendRefused of class data */
export function checkGreeting({ text, link }: Greeting): void {
  checkText(text)
  if (!link) return
  check(link.title !== '' && bytesOf(link.title) <= 128, '40058', 'link title over 128 bytes')
  check(bytesOf(link.description) <= 512, '40058', 'link description over 512 bytes')
  check(isWebAddress(link.url) && bytesOf(link.url) <= 2048, '40094', 'link without a good address')
}

/** @throws SendRefused of class data */
export function checkWay({ state, remark, userId, expiresInSec }: NewWay): void {
  check(userId !== '', '41041', 'a code needs a member')
  check([...state].length <= MOST_NAME_CHARS, '40058', 'state over 30 characters')
  check([...remark].length <= MOST_NAME_CHARS, '40058', 'remark over 30 characters')
  const isLong =
    expiresInSec !== undefined && !(expiresInSec > 0 && expiresInSec <= LONGEST_WAY_SEC)
  check(!isLong, '40058', 'a temporary code lives up to 14 days')
}

/** @throws SendRefused of class data */
export function checkTagNames(group: string, names: readonly string[]): void {
  check(names.length > 0 && names.length <= MOST_TAGS, '40058', 'one to 100 tags a call')
  for (const name of [group, ...names]) {
    check(name !== '' && [...name].length <= MOST_NAME_CHARS, '40058', `tag name ${name}`)
  }
}

/** @throws SendRefused of class data */
export function checkMark({ add, remove }: TagMark): void {
  check(add.length + remove.length > 0, '40058', 'no tag to add or remove')
  check(add.length <= MOST_TAGS && remove.length <= MOST_TAGS, '40058', 'over 100 tags')
}

function checkText(text: string): void {
  check(text.trim() !== '', '44004', 'no words')
  check(bytesOf(text) <= MOST_TEXT_BYTES, '45002', `text over ${MOST_TEXT_BYTES} bytes`)
}

function check(isRight: boolean, code: string, what: string): void {
  if (!isRight) throw refusedHere(code, what)
}
