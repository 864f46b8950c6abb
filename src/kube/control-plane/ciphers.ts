/**
 * Suites with forward secrecy and authenticated encryption: all of TLS 1.3, and those of 1.2 with ECDHE and GCM or ChaCha20
 * (RFC 9325, section 4.2).
 */
const STRONG = /^TLS_(?:AES|CHACHA20)_|^TLS_ECDHE_(?:ECDSA|RSA)_WITH_(?:AES_(?:128|256)_GCM|CHACHA20_POLY1305)/

/** The suites of a list that are not strong. */
export const weakSuites = (list: string): readonly string[] =>
  list
    .split(',')
    .map(suite => suite.trim())
    .filter(suite => suite !== '' && !STRONG.test(suite))
