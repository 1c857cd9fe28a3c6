import { defineConfig } from 'vitest/config'

// The recogniser of dates and every printed time are in the estate's zone (dialogue.md D4).
process.env['TZ'] = 'Asia/Shanghai'

export default defineConfig({
  test: {
    globalSetup: ['tests/support/servers.ts'],
    include: ['tests/**/*.test.{ts,tsx}'],
    // A busy machine is no failure: what hangs is told, what is slow is measured in the bench.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Two cores: more forks only make the clocked suites late.
    maxWorkers: 2,
  },
})
