import { writeText } from '../disk/write.ts'

/**
 * Says something beside the result. Whether anybody hears it changes nothing. A file of its own: the shell of the command
 * line holds no more of the program than it takes to start it.
 */
export function warn(text: string): void {
  try {
    writeText(2, text)
  } catch {
    // Nobody hears it.
  }
}
