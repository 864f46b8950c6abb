import { expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { BrokenProgram } from '../../src/host/broken-program.ts'
import { failureWords } from '../../src/host/failure.ts'

const crash = (...frames: readonly string[]): Error =>
  Object.assign(new TypeError('x is /home/me/dist/undefined'), {
    stack: ['TypeError: x is /home/me/dist/undefined', ...frames]
      .map((line, at) => (at ? `    at ${line}` : line))
      .join('\n'),
  })

test.each<[string, unknown, string]>([
  ['a fault', new Fault('UNREADABLE', 'cannot be read', { file: 'a.yaml' }), 'a.yaml: cannot be read'],
  ['a fault of no file', new Fault('BAD_INPUT', 'unknown option'), 'unknown option'],
  [
    'a broken program',
    new BrokenProgram('/opt/dist/a.js', Object.assign(new Error(), { code: 'ENOENT' })),
    'the program file `a.js` cannot be loaded (ENOENT). Install Seaworthy again',
  ],
  [
    'what the operating system refuses',
    Object.assign(new Error('EMFILE: too many open files, open'), { code: 'EMFILE', syscall: 'open' }),
    'EMFILE: too many open files, open',
  ],
  ['what is thrown and is no error', 'x', 'crashed: x'],
  [
    'a crash, with its stack and without folders',
    crash(
      'f (dist/program-1.js:1:2)',
      'async g (file:///home/me/a%20b/node_modules/seaworthy/dist/chunks/exact-1.js:3:4)',
      'C:\\Users\\me\\seaworthy\\dist\\cli.js:5:6',
      'file:///home/me/dist/cli.js:5:6',
      'node:internal/main:7:8',
    ),
    'crashed: TypeError: x is /home/me/dist/undefined\n    at f (dist/program-1.js:1:2)\n    at async g (dist/chunks/exact-1.js:3:4)\n    at dist\\cli.js:5:6\n    at dist/cli.js:5:6\n    at node:internal/main:7:8',
  ],
])('%s', (_, error, words) => expect(failureWords(error)).toBe(words))
