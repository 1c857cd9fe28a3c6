import { describe, expect, test } from 'vitest'
import { openSeals } from '../../src/database/sealed.ts'

const seals = openSeals(Buffer.alloc(32, 7))
const others = openSeals(Buffer.alloc(32, 8))

describe('a sealed phone', () => {
  test('opens to what it was and never looks the same twice', () => {
    const first = seals.seal('13800138000')
    expect(seals.open(first)).toBe('13800138000')
    expect(seals.seal('13800138000')).not.toBe(first)
    expect(first).not.toContain('138')
  })

  test('is found by its hash, which nobody makes without the key', () => {
    expect(seals.hash('13800138000')).toBe(seals.hash('13800138000'))
    expect(others.hash('13800138000')).not.toBe(seals.hash('13800138000'))
  })

  test('shows its last four digits', () => {
    expect(seals.phone('13800138000')).toMatchObject({ phoneLast4: '8000' })
  })

  test.each([
    ['changed', (text: string) => `${text.slice(0, -6)}AAAA==`],
    ['cut', (text: string) => text.slice(0, 20)],
    ['replaced', () => 'nonsense'],
    ['empty', () => ''],
  ])('does not open when it was %s', (_how, spoil) => {
    expect(() => seals.open(spoil(seals.seal('13800138000')))).toThrow()
  })

  test('does not open with another key', () => {
    expect(() => others.open(seals.seal('13800138000'))).toThrow()
  })
})
