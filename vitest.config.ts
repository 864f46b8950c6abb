import { defineConfig } from 'vitest/config'

export default defineConfig({
  // No warnings about the source maps of dependencies, which lead nowhere.
  logLevel: 'error',
  test: {
    include: ['test/**/*.test.ts'],
    // The core is pure, so tests share one process: measured three to five times faster than isolation.
    isolate: false,
    // Some tests start whole programs, on machines with two busy cores.
    testTimeout: 60_000,
    pool: 'threads',
    // GitHub's language service imports JSON without saying so, which Node refuses and Vite does not.
    server: { deps: { inline: [/@actions\/(languageservice|expressions|workflow-parser)/] } },
  },
})
