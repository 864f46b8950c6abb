import { Fault } from './fault.ts'

/** The text of some bytes: UTF-8, or UTF-16 with a byte order mark (PowerShell writes it). `undefined` when they are no text. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder(encodingOf(bytes), { fatal: true, ignoreBOM: true }).decode(bytes)
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}

/** By the byte order mark. */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}

/** Says of bytes that are no text where the first of them stands. */
export function notText(file: string, bytes: Uint8Array): Fault {
  const [sound = ''] = new TextDecoder().decode(bytes).split(/[\ufffd\0]/, 1)
  const line = sound.split('\n').length
  return new Fault('UNREADABLE', 'not text from here on: neither UTF-8 nor UTF-16', { file, line })
}
