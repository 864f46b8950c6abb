/** What the two shells start: all of Seaworthy in one script. */
export { formatFailure } from './host/cli/terminal.ts'
export { main } from './main.ts'
export { step } from './step.ts'
