/** Which flow is meant by what somebody typed: its name, or what people call it; else what it may have been. */
import { distance } from 'fastest-levenshtein'
import type { FlowSet } from '../files/flow-set.ts'

/** Names as typed that are further off than this share of their length are no slip of the finger. */
const FAR = 0.5
const OFFERED = 5

export type FoundFlow =
  | { readonly flow: string }
  /** Best first; empty when nothing resembles it. */
  | { readonly near: readonly { readonly id: string; readonly title: string }[] }

export function findFlow({ flows }: FlowSet, typed: string): FoundFlow {
  const all = [...flows.values()].map(({ id, source: { title, verb } }) => ({ id, title, verb }))
  const exact = all.find(({ id }) => id === typed)
  const named = all.filter(({ title, verb }) => title === typed || verb === typed)
  const [only, ...more] = exact ? [exact] : named
  if (only && more.length === 0) return { flow: only.id }
  const near = all
    .map(({ id, title, verb }) => ({
      id,
      title,
      far: Math.min(...[id, title, verb].map((name) => farness(name, typed))),
    }))
    .filter(({ far }) => far <= FAR)
    .toSorted((a, b) => a.far - b.far)
  return { near: near.slice(0, OFFERED).map(({ id, title }) => ({ id, title })) }
}

/** From 0, the same, to 1, nothing in common; a name that holds what was typed is near. */
function farness(name: string, typed: string): number {
  if (typed !== '' && name.includes(typed)) return FAR / 2
  return distance(name, typed) / Math.max(name.length, typed.length, 1)
}
