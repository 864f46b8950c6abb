/**
 * The suites that Go, and so Kubernetes, calls secure (crypto/tls, CipherSuites), which are those of CIS 1.2.29: all of TLS
 * 1.3, and of 1.2 those with forward secrecy, but for CBC with SHA-256.
 */
const STRONG =
  /^TLS_(?:AES|CHACHA20)_|^TLS_ECDHE_(?:ECDSA|RSA)_WITH_(?:AES_(?:128|256)_GCM_|CHACHA20_POLY1305|AES_(?:128|256)_CBC_SHA$)/

/** The suites of a list that are not strong. */
export const weakSuites = (list: string): readonly string[] =>
  list
    .split(',')
    .map(suite => suite.trim())
    .filter(suite => suite !== '' && !STRONG.test(suite))
