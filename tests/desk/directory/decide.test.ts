/** What the directory's word means, row by row. */
import { describe, expect, test } from 'vitest'
import {
  maySweep,
  type OnRoster,
  type Standing,
  verdictOn,
} from '../../../src/desk/directory/decide.ts'

const KNOWN: OnRoster = { isLinked: true, left: null }
const BY_HAND: OnRoster = { isLinked: false, left: null }
const LEFT: OnRoster = { isLinked: true, left: 'by-directory' }
const LEFT_BY_BOOK: OnRoster = { isLinked: true, left: 'by-book' }

describe('one person', () => {
  test.each<[string, OnRoster, Standing, string]>([
    ['known', KNOWN, 'active', 'keep'],
    ['known', KNOWN, 'disabled', 'leave'],
    ['known', KNOWN, 'gone', 'leave'],
    ['known', KNOWN, 'hidden', 'leave'],
    ['entered by hand', BY_HAND, 'active', 'link'],
    ['entered by hand', BY_HAND, 'disabled', 'leave'],
    ['entered by hand', BY_HAND, 'gone', 'keep'],
    ['entered by hand', BY_HAND, 'hidden', 'keep'],
    ['left by its word', LEFT, 'active', 'return'],
    ['left by its word', LEFT, 'disabled', 'keep'],
    ['left by its word', LEFT, 'gone', 'keep'],
    ['left by its word', LEFT, 'hidden', 'keep'],
    ['left by the book', LEFT_BY_BOOK, 'active', 'keep'],
    ['left by the book', LEFT_BY_BOOK, 'gone', 'keep'],
  ])('%s, %o, is %s: %s', (_who, roster, standing, verdict) => {
    expect(verdictOn(roster, standing)).toBe(verdict)
  })
})

describe('many at once', () => {
  const RULES = { always: 3, share: 0.3 }
  test.each([
    ['the only one', { known: 1, lately: 0, going: 1 }, true],
    ['all of a shift', { known: 3, lately: 0, going: 3 }, true],
    ['everybody of a small estate', { known: 4, lately: 0, going: 4 }, false],
    ['three and one an hour', { known: 8, lately: 3, going: 1 }, false],
    ['just the share of a large one', { known: 100, lately: 10, going: 20 }, true],
    ['one more', { known: 100, lately: 10, going: 21 }, false],
    ['everybody of a large one', { known: 100, lately: 0, going: 100 }, false],
  ])('%s: %o', (_what, sweep, may) => {
    expect(maySweep(sweep, RULES)).toBe(may)
  })
})
