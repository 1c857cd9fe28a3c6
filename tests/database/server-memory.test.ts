import { expect, test } from 'vitest'
import { sharedMegabytes } from '../../src/database/embedded-postgres.ts'

const GB = 1024 ** 3

test.each([
  ['a small box', GB / 2, 128],
  ['2 GB', 2 * GB, 128],
  ['4 GB', 4 * GB, 256],
  ['8 GB', 8 * GB, 512],
  ['a server', 256 * GB, 1024],
])('%s: %d bytes', (_, memory, shared) => {
  expect(sharedMegabytes(memory)).toBe(shared)
})
