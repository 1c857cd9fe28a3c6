import { defineConfig } from 'vitest/config'

// The recogniser of dates and every printed time are in the estate's zone (dialogue.md D4).
process.env['TZ'] = 'Asia/Shanghai'

export default defineConfig({
  test: {
    globalSetup: ['tests/support/servers.ts'],
    include: ['tests/**/*.test.{ts,tsx}'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: more forks only make the clocked suites late.
    maxWorkers: 2,
  },
})
