import { expect, test } from 'vitest'
import { isFilledInLater } from '../../src/kube/filled-in-later.ts'

test.each([
  '$NAME',
  `\${NAME:-web}`,
  '$(NAME)',
  '$[NAME]',
  'web-{{ .Values.tag }}',
  '#{NAME}#',
  '%NAME%',
  '%a b%',
  '%(name)s',
  '((name))',
  '@NAME@',
  '__NAME__',
  '<project-id>',
  'gcr.io/<project>/web:1',
  'IMAGE_URI',
  'PORT_80',
  '{name}',
])('%s is filled in later', text => {
  expect(isFilledInLater(text)).toBe(true)
})

test.each(['', 'web', 'Web', 'WEB', 'WEB-1', 'a_b', 'a$', '5%', 'a#b', 'web@1', 'a<b', '(a)', 'a{b}c', '_a_'])(
  '%s is a name',
  text => {
    expect(isFilledInLater(text)).toBe(false)
  },
)
