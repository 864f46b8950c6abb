import { expect, test } from 'vitest'
import { refersElsewhere } from '../../src/read/value-schemas.ts'

test.each([
  '{"$ref": "http://x.example/y.json"}',
  '{"$ref": "y.json"}',
  '{"$ref":"file:///etc/passwd"}',
  '{"$ref": ""}',
  '{"$ref": "\\u0068ttp://x.example"}',
  '{"\\u0024ref": "y.json"}',
  '{"\\u0024\\u0072e\\u0066" : "y.json"}',
  '{"$id": "http://x.example/s.json"}',
  '{"$id": "s.json", "$ref": "#/a"}',
  `{"$ref"${' '.repeat(500)}:${'\n'.repeat(500)}"y.json"}`,
  '{"$ref": "#/a", "x": {"$ref": "y.json"}}',
  '{"$ref": "y.json", "$ref": "#/a"}',
  '{"$dynamicRef": "http://x.example"}',
  '{"$recursiveRef": "http://x.example"}',
  '{"$schema": "http://x.example/meta.json"}',
  '{"$schema": "http://json-schema.org/draft-99/schema"}',
  '{"$schema": "http://json-schema.org/schema/x.json"}',
  '{"$schema": "http://json-schema.org.x.example/schema"}',
])('%s refers to another document', text => expect(refersElsewhere(text)).toBe(true))

test.each([
  '{}',
  '{"$ref": "#/$defs/a"}',
  '{"$ref": "#"}',
  '{"$ref": "\\u0023/a"}',
  '{"$id": "#a"}',
  '{"$dynamicRef": "#a", "$recursiveRef": "#"}',
  '{"$schema": "http://json-schema.org/schema#"}',
  '{"$schema": "http://json-schema.org/draft-04/schema#"}',
  '{"$schema": "http://json-schema.org/draft-06/schema#"}',
  '{"$schema": "https://json-schema.org/draft-07/schema"}',
  '{"$schema": "https://json-schema.org/draft/2019-09/schema"}',
  '{"$schema": "https://json-schema.org/draft/2020-12/schema#"}',
  '{"properties": {"ref": {"default": "http://x.example"}, "id": {"type": "string"}}}',
  '{"description": "see $ref: http://x.example"}',
])('%s does not', text => expect(refersElsewhere(text)).toBe(false))
