import { defineConfig } from 'vitest/config'

export default defineConfig({
  // No warnings about the source maps of dependencies, which lead nowhere.
  logLevel: 'error',
  test: {
    // The core is pure, so tests share one process: measured three to five times faster than isolation.
    isolate: false,
    // A stop for what hangs, and no assertion: tests start whole programs, on machines with two busy cores.
    testTimeout: 60_000,
    pool: 'threads',
    // One core less is the default, which leaves half of two idle: 309 s instead of 607 s.
    maxWorkers: '100%',
    // GitHub's language service imports JSON without saying so, which Node refuses and Vite does not.
    server: { deps: { inline: [/@actions\/(languageservice|expressions|workflow-parser)/] } },
    projects: [
      { extends: true, test: { name: 'src', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**'] } },
      {
        extends: true,
        test: {
          name: 'dist',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: 'test/e2e/kit/dist.ts',
          setupFiles: 'test/e2e/kit/fresh.ts',
        },
      },
    ],
  },
})
