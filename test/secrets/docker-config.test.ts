import { expect, test } from 'vitest'
import { holdsLogIn, isDockerConfig } from '../../src/secrets/docker-config.ts'

test.each([
  ['{"auths":{"ghcr.io":{"auth":"c2hvcDp0dWxpcHM="}}}', true],
  ['  {"auths": {"a": {}, "b": {"username": "shop", "password": "tulips"}}}', true],
  ['{"auths":{"a":{"identitytoken":"tulips"}}}', true],
  ['{"auths":{"a":{"registrytoken":"tulips"}}}', true],
  ['{"auths":{"a":{"username":"shop"}}}', false],
  ['{"auths":{"a":{"auth":""}}}', false],
  ['{"auths":{"a":{"auth":"<auth>"}}}', false],
  ['{"auths":{"a":{"auth":"YOUR_AUTH_HERE"}}}', false],
  [`{"auths":{"a":{"auth":"\${AUTH}"}}}`, false],
  ['{"auths":{"a":{"auth":"{{ .Auth }}"}}}', false],
  ['{"auths":{"a":{"auth":1}}}', false],
  ['{"auths":{"a":null}}', false],
  ['{"auths":{}}', false],
])('%s holds a log-in: %s', (text, is) => {
  expect(isDockerConfig(text)).toBe(true)
  expect(holdsLogIn(text)).toBe(is)
})

test.each([
  ['{"ghcr.io":{"auth":"c2hvcDp0dWxpcHM="}}', true],
  ['{"auths":["a"]}', false],
  ['{broken', false],
  ['[]', false],
  ['auths', false],
  ['', false],
])('%s is no configuration of today, and holds a log-in: %s', (text, is) => {
  expect(isDockerConfig(text)).toBe(false)
  expect(holdsLogIn(text)).toBe(is)
})
