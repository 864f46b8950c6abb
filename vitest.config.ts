import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The core is pure, so tests share one process: measured three to five times faster than isolation.
    isolate: false,
    // Some tests start whole programs, on machines with two busy cores.
    testTimeout: 60_000,
    pool: 'threads',
  },
})
