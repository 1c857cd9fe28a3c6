/** Reads single fields out of JSON that somebody else wrote, without trusting its shape. */
import { legalText } from '../legal-text.ts'

/** The value under a name, or nothing when `value` is no object or has no such field of its own. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}

/** A text field, cleaned of characters no row can hold; empty when it is missing or no text. */
export function textField(value: unknown, name: string): string {
  const field = fieldOf(value, name)
  return typeof field === 'string' ? legalText(field) : ''
}

export function numberField(value: unknown, name: string): number | undefined {
  const field = fieldOf(value, name)
  return typeof field === 'number' && Number.isFinite(field) ? field : undefined
}
