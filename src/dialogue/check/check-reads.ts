/** Expressions and texts: that they can be computed, and only from what is known where they stand. */
import type { CompiledFlow } from '../files/compiled-flow.ts'
import type { Expression } from '../files/expression.ts'
import type { Report } from '../files/problem.ts'
import { slotsNamed, slotsNeededByText } from '../files/reads.ts'
import { type Template, variablesOf } from '../render/template.ts'
import { isSafePattern } from '../understand/find-identity.ts'
import { assignedSlots } from './assigned.ts'
import { findReads, type Read } from './find-reads.ts'

const MOST_CHARS = 500
const ROOTS = ['slots', 'user', 'event', 'conv', 'turn', 'env']
const USER_FIELDS = ['audience', 'identified', 'name', 'phone', 'rooms', 'default_room']

export function checkReads(flow: CompiledFlow, report: Report): void {
  const assigned = assignedSlots(flow)
  for (const read of findReads(flow.source)) {
    const needed =
      read.is === 'text' ? checkText(flow, read, report) : checkExpression(flow, read, report)
    // A step nothing leads to is reported as that.
    const known = assigned.get(read.step?.id ?? '')
    const open = [...needed].filter(
      (slot) => isSlot(flow, slot) && known?.has(slot) === false && !read.knows.includes(slot),
    )
    for (const slot of read.mayFail ? [] : open) report(read.path, 'maybe-empty', guardIt(slot))
  }
}

function guardIt(slot: string): string {
  return `“${slot}”在这里可能还没有值，请先问到它，或写 has(slots.${slot}) / "${slot}" may be empty here: ask it on every way, or guard it`
}

/** The slots that have to be filled. */
function checkExpression(flow: CompiledFlow, read: Read, report: Report): ReadonlySet<string> {
  const expression = parsed(flow, read, report)
  if (!expression) return new Set()
  for (const slot of slotsNamed(expression.ast)) checkSlot(flow, read, slot, report)
  const { type, error } = expression.check()
  if (error)
    report(
      read.path,
      'expression',
      `表达式“${read.text}”算不出来：${error} / this cannot be computed: ${error}`,
    )
  else if (read.gives && type !== read.gives && type !== 'dyn')
    report(
      read.path,
      'expression',
      `“${read.text}”应得出 ${read.gives}，却是 ${type} / this has to be ${read.gives} but is ${type}`,
    )
  for (const [, pattern] of read.text.matchAll(/\.matches\(\s*(?:"([^"]*)")?/g))
    if (pattern === undefined || !isSafePattern(pattern))
      report(
        read.path,
        'pattern',
        'matches() 只能用长度有限的简单式样，不用 * 和 + / matches() takes a literal pattern without * or +',
      )
  return expression.needs
}

function parsed(flow: CompiledFlow, read: Read, report: Report): Expression | undefined {
  try {
    return read.readsResult && read.step
      ? flow.resultExpression(read.text, read.step)
      : flow.expression(read.text)
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n')
    report(
      read.path,
      'expression',
      `表达式“${read.text}”写错了：${reason} / this is no expression: ${reason}`,
    )
    return undefined
  }
}

function checkText(flow: CompiledFlow, read: Read, report: Report): ReadonlySet<string> {
  if (read.text.length > MOST_CHARS)
    report(
      read.path,
      'too-long',
      `文字超过${MOST_CHARS}字，请缩短 / this text is longer than ${MOST_CHARS} characters`,
    )
  try {
    const template = flow.template(read.text)
    checkVariables(flow, read, template, report)
    checkMask(flow, read, report)
    return slotsNeededByText(template.parts)
  } catch (error) {
    const reason = (error as Error).message
    report(
      read.path,
      'text',
      `文字里的 {{ }} 或 {% %} 写错了：${reason} / this text cannot be read: ${reason}`,
    )
    return new Set()
  }
}

function checkVariables(flow: CompiledFlow, read: Read, template: Template, report: Report): void {
  const { env, user = {} } = flow.registry
  const fields: Readonly<Record<string, readonly string[] | undefined>> = {
    env,
    user: [...USER_FIELDS, ...Object.keys(user)],
  }
  const roots = read.path.includes('options_from') ? [...ROOTS, 'item'] : ROOTS
  for (const [first, second] of variablesOf(template.parts)) {
    const [root, field] = [String(first), String(second)]
    if (root === 'slots') checkSlot(flow, read, field, report)
    else if (!roots.includes(root) || fields[root]?.includes(field) === false)
      report(
        read.path,
        'unknown-variable',
        `文字里用了不存在的“${root}.${field}” / this text reads "${root}.${field}", which does not exist`,
      )
  }
}

/** What is personal is shown only masked, even to the person: chats are read over shoulders. */
function checkMask(flow: CompiledFlow, read: Read, report: Report): void {
  for (const [, slot = '', filters = ''] of read.text.matchAll(
    /\{\{-?\s*slots\.(\w+)\s*((?:\|[^}]*)?)\}\}/g,
  ))
    if (flow.source.slots[slot]?.pii && !/\|\s*mask\b/.test(filters))
      report(
        read.path,
        'unmasked',
        `“${slot}”是个人信息，请写成 {{ slots.${slot} | mask }} / "${slot}" is personal: show it with | mask`,
      )
}

function checkSlot(flow: CompiledFlow, read: Read, slot: string, report: Report): void {
  if (!isSlot(flow, slot))
    report(
      read.path,
      'unknown-slot',
      `没有叫“${slot}”的信息项，请在 slots 里添加或改正 / unknown slot "${slot}": add it to slots or correct it`,
    )
}

function isSlot({ source }: CompiledFlow, slot: string): boolean {
  return Object.hasOwn(source.slots, slot)
}
