/** Which slots an expression or a template needs to be filled, and which it knows to be filled. */
import type { ASTNode } from '@marcbachmann/cel-js'
import type { Template as LiquidTemplate } from 'liquidjs'
import { variablesOf } from '../render/template.ts'

/** Slots that must be filled for the expression not to fail: reads that no `has()` before them guards. */
export function slotsNeeded(node: ASTNode, known: ReadonlySet<string> = new Set()): Set<string> {
  if (node.op === '&&' || node.op === '||') {
    const [left, right] = node.args
    const learnt = slotsProved(left, node.op === '&&')
    return union(slotsNeeded(left, known), slotsNeeded(right, union(known, learnt)))
  }
  if (node.op === '?:') {
    const [test, yes, no] = node.args
    return union(
      slotsNeeded(test, known),
      slotsNeeded(yes, union(known, slotsProved(test, true))),
      slotsNeeded(no, union(known, slotsProved(test, false))),
    )
  }
  if (node.op === 'call' && node.args[0] === 'has') return new Set()
  const own = slotOf(node)
  if (own !== undefined) return known.has(own) ? new Set() : new Set([own])
  return childrenOf(node).reduce(
    (all, child) => union(all, slotsNeeded(child, known)),
    new Set<string>(),
  )
}

/** Slots that are filled whenever the expression is true (or false). */
export function slotsProved(node: ASTNode, isTrue: boolean): Set<string> {
  if (node.op === '!_') return slotsProved(node.args, !isTrue)
  if (node.op === (isTrue ? '&&' : '||'))
    return union(slotsProved(node.args[0], isTrue), slotsProved(node.args[1], isTrue))
  if (!isTrue || node.op !== 'call' || node.args[0] !== 'has') return new Set()
  const slot = node.args[1][0] && slotOf(node.args[1][0])
  return new Set(slot === undefined ? [] : [slot])
}

/** Every slot named at all, guarded or not. */
export function slotsNamed(node: ASTNode): Set<string> {
  const own = slotOf(node)
  if (own !== undefined) return new Set([own])
  return childrenOf(node).reduce((all, child) => union(all, slotsNamed(child)), new Set<string>())
}

/** The same for texts, where `{% if slots.x %}` guards and asks nothing. */
export function slotsNeededByText(parts: readonly LiquidTemplate[]): Set<string> {
  return parts.reduce((all, part) => union(all, neededByPart(part)), new Set<string>())
}

interface Branching {
  readonly name?: string
  readonly branches?: readonly {
    readonly value: { initial: { postfix: readonly unknown[] } }
    readonly templates: LiquidTemplate[]
  }[]
  readonly elseTemplates?: LiquidTemplate[]
  readonly templates?: LiquidTemplate[]
}

function neededByPart(part: LiquidTemplate): Set<string> {
  const { name, branches, elseTemplates = [], templates } = part as unknown as Branching
  if (name === 'if' && branches)
    return branches.reduce((all, branch) => {
      const proved = slotsInCondition(branch.value.initial.postfix)
      return union(all, without(slotsNeededByText(branch.templates), proved))
    }, slotsNeededByText(elseTemplates))
  const read = slotPaths(variablesOf([part]))
  if (!templates) return read
  const inner = union(slotsNeededByText(templates), slotsNeededByText(elseTemplates))
  const unguarded = slotPaths(variablesOf([...templates, ...elseTemplates]))
  return union(without(read, unguarded), inner)
}

/** `{% if slots.a and slots.b %}` proves both, with an `or` neither. */
function slotsInCondition(postfix: readonly unknown[]): Set<string> {
  const words = postfix.map((token) => String((token as { getText?(): string }).getText?.() ?? ''))
  if (words.includes('or')) return new Set()
  return new Set(words.flatMap((word) => /^slots\.(\w+)$/.exec(word)?.[1] ?? []))
}

function slotPaths(paths: readonly (readonly (string | number)[])[]): Set<string> {
  return new Set(paths.flatMap(([root, slot]) => (root === 'slots' ? [String(slot)] : [])))
}

function slotOf(node: ASTNode): string | undefined {
  if (node.op !== '.' && node.op !== '[]') return undefined
  const [of, field] = node.args
  if (of.op !== 'id' || of.args !== 'slots') return undefined
  if (typeof field === 'string') return field
  return field.op === 'value' && typeof field.args === 'string' ? field.args : undefined
}

function childrenOf(node: ASTNode): readonly ASTNode[] {
  return [node.args]
    .flat(3)
    .filter((arg): arg is ASTNode => typeof arg === 'object' && arg !== null && 'op' in arg)
}

function union(...sets: readonly ReadonlySet<string>[]): Set<string> {
  return new Set(sets.flatMap((set) => [...set]))
}

function without(set: ReadonlySet<string>, less: ReadonlySet<string>): Set<string> {
  return new Set([...set].filter((item) => !less.has(item)))
}
