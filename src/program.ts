/** What the two shells start: all of Seaworthy in one script. */
export { formatCrash, main } from './main.ts'
export { step } from './step.ts'
