/** Words and numbers whose meaning is a matter of dialect. */
export const SCALARS = [
  ...'a|abc|a b|a  b|~|null|Null|NULL|nULL|y|Y|n|N|yes|Yes|YES|yEs|no|No|NO|on|On|ON|off|Off|OFF|true|True|TRUE|tRUE'.split(
    '|',
  ),
  ...'false|False|FALSE|0|-0|+0|1|+1|-1|01|017|0644|-017|08|09|0o17|0o8|0O17|0x1F|0X1f|0xg|0x|0b101|0B1|0b2|0b'.split(
    '|',
  ),
  ...'1_000|_1|1_|0_7|0x_f|-_1|1__0|1e3|1E3|1e+3|1e-3|1.5e3|e3|E5|1e|e|.5|-.5|+.5|.5e1|.|-.|..|1.|1.0|1.50|-1.5|1.2.3'.split(
    '|',
  ),
  ...'1e400|-1e400|.inf|.Inf|.INF|-.inf|+.inf|-.INF|.iNF|.nan|.NaN|.NAN|-.nan|.Nan|inf|nan|9007199254740993|123456789012345678901234567890'.split(
    '|',
  ),
  ...'1:30|12:30:45|22:22|2001-12-14|2001-12-14t21:59:43.10-05:00|2001-12-14 21:59:43|::1|fe80::1|10.0.0.1|10.0.0.0/8'.split(
    '|',
  ),
  ...'nginx:1.25|nginx@sha256:abc|a:b:c|a#b|a#|http://x.y/z?q=1#f|-a|--flag|-|--|---a|...a|?a|:a|:8080|a:|a-|a?|a:-b'.split(
    '|',
  ),
  ...'=|<<|<|<a|$x|$(x)|$\u007bx}|(a)|a,b|a, b|a]b|a[b|a}b|a{b|a&b|a*b|a!b|a|b|a>b|a%b|a@b|a`b|a"b|a\'b|a\\b|\\|^|;|/|~a|~/a|a~'.split(
    '|',
  ),
  ...'é|日本語|🎉|a🎉b|\u00a0|a\u00a0b|a\u2028b|a\u0085b|\u0007|a\u0001b|a\tb|a \tb|a\t|\ufeffa|a\ufeff|constructor|__proto__|toString'.split(
    '|',
  ),
]

/** Quoted scalars, sound and not. */
export const QUOTED = [
  `''`,
  `'a'`,
  `'it''s'`,
  `''''`,
  `'a''`,
  `'a`,
  `'a' b`,
  `'a'#c`,
  `'a' # c`,
  `'a"b'`,
  `'a\\n'`,
  `'a # b'`,
  `'a: b'`,
  `'  a  '`,
  `'a\tb'`,
  `'a'b`,
  `""`,
  `"a"`,
  `"a\\"b"`,
  `"a\\\\"`,
  `"a`,
  `"a\\"`,
  `"a" b`,
  `"a"#c`,
  `"a" # c`,
  `"a'b"`,
  `"a # b"`,
  `"a: b"`,
  `"  a  "`,
  `"a\tb"`,
  `"\\t\\n\\r\\b\\f\\/"`,
  `"\\u0041"`,
  `"\\x41"`,
  `"\\U00000041"`,
  `"\\u00"`,
  `"\\uD83C\\uDF89"`,
  `"\\ud83c"`,
  `"\\0"`,
  `"\\a"`,
  `"\\e"`,
  `"\\ "`,
  `"\\_"`,
  `"\\N"`,
  `"\\L"`,
  `"\\P"`,
  `"\\v"`,
  `"\\q"`,
  `"\\'"`,
  `"a\\\nb"`,
  `"a\n  b"`,
  `'a\n  b'`,
  `"a\\\n  b"`,
  `"\u2028"`,
  `"é"`,
  `"\u0001"`,
  `"a\n"`,
  `"\\	"`,
  `"yes"`,
  `"1"`,
  `'null'`,
]

/** Collections in brackets, sound and not. */
export const FLOW = [
  '[]',
  '{}',
  '[ ]',
  '{ }',
  '[a]',
  '[a, b]',
  '[a,b]',
  '[ a , b ]',
  '[a, ]',
  '[a,]',
  '[,]',
  '[,a]',
  '[a,,b]',
  '[[a], [b, [c]]]',
  '[{a: b}, {c: d}]',
  '{a: b}',
  '{a: b, c: d}',
  '{a: b,}',
  '{a: }',
  '{a:}',
  '{a}',
  '{a, b: c}',
  '{a:b}',
  '{"a":b}',
  '{"a":1,"b":[2]}',
  `{'a':b}`,
  '{a: {b: {c: d}}}',
  '{a: b}: c',
  '[a]: c',
  '[a: b]',
  '["a": b]',
  '[? a]',
  '{? a: b}',
  '{a: b',
  '[a',
  '[a]]',
  '{a: b}}',
  '[a] b',
  '[a]#c',
  '[a] # c',
  '{a: b} # c',
  '[a # c\n]',
  '[a,\n  b]',
  '[\n  a,\n  b\n]',
  '{\n  a: b\n}',
  '{a:\n  b}',
  '[a b, c d]',
  '[a:b]',
  '[a :b]',
  '[a : b]',
  '{a : b}',
  '{a b: c d}',
  '[-1, -a, - a]',
  '[-]',
  '[?]',
  '[:]',
  '[:a]',
  '[::]',
  '{a::b}',
  '{a: :b}',
  '{a: -}',
  '[a#b]',
  '[a #b]',
  '["a" "b"]',
  '["a"b]',
  '[&a b]',
  '[*a]',
  '[!!str a]',
  '[yes, 0644, ~, null]',
  '{yes: no, ~: a, 1: b}',
  '{<<: a}',
  '{"<<": a}',
  '{a: 1, a: 2}',
  '{__proto__: 1}',
  '{constructor: 1}',
  '[|]',
  '[>]',
  '[%a]',
  '[@a]',
  '[`a]',
  '["a, b", \'c, d\']',
  '[a\tb]',
  '[a,\tb]',
  '["\\x41"]',
  '{{ .Values.x }}',
  '{{a}}',
  '[*]',
  '[a, *b]',
  '["*"]',
]

const BODIES = [
  '  x\n',
  '  x\n  y\n',
  '  x',
  '  x\n\n  y\n',
  '  x\n\n\n  y\n\n',
  '  x\n    y\n  z\n',
  '    x\n  y\n',
  '\n  x\n',
  '\n\n  x\n',
  '  \n  x\n',
  '   \n  x\n',
  '\n   \n  x\n',
  '  x\n \n',
  '  x\n   \n',
  '  x\n  \n  y\n',
  '  x\n    \n  y\n',
  '  x\n    \n',
  '  x  \n',
  '  x # no comment\n',
  '  # no comment\n',
  '  x\n# comment\n',
  '  x\n # comment\n',
  '  x\n  # x\n # comment\n',
  ' x\n',
  'x\n',
  '',
  '\n',
  '\n\n',
  '  \n',
  '   \n\n',
  '  \tx\n',
  '\tx\n',
  '  x\n\ty\n',
  '  x\n\t\n',
  '  x\n  \ty\n  z\n',
  '  x\n   y\n\n   z\n  w\n',
  '  x\n\n   y\n\n  z\n',
  '   x\n  \n   y\n',
  '  x\n\n\n',
  '  x\n\n# comment\n',
  '  x: y\n  - z\n',
  '  "x\n',
  '  --- \n',
  '  x\n...\n',
  '      x\n',
  '  x\n\n    y\n    z\n\n  w\n\n\n    v\n',
  '   x\n    y\n',
  ' \n  \n   x\n',
  '  x\n\n  ',
  '  x\n  ',
  '  x\n  \n',
  '   x\n   \n\n',
  '  x\n ',
  '  日本\n  é\n',
  '  \u00a0x\n',
  '  x\u00a0\n',
  '  x\r',
  '  x\r\n  y\n',
  '  x\n\r\n  y\n',
  '  x\ry\n',
]

const HEADERS = [
  '|',
  '>',
  '|-',
  '>-',
  '|+',
  '>+',
  '|2',
  '>2',
  '|1',
  '|3',
  '|2-',
  '>2+',
  '|-2',
  '>+2',
  '|0',
  '|10',
  '|--',
  '| # c',
  '|# c',
  '|- # c',
  '| x',
  '|\t',
  '| ',
  '>  ',
]

/** Literal and folded scalars: every header over every body, followed by something or by nothing. */
export const BLOCKS = HEADERS.flatMap(header =>
  BODIES.flatMap(body => [
    `a: ${header}\n${body}`,
    `a: ${header}\n${body}b: c\n`,
    `- ${header}\n${body}`,
    `- a: ${header}\n  ${body.replaceAll('\n  ', '\n    ')}`,
  ]),
)

/** A manifest with most of what manifests are made of. */
export const MANIFEST = `# A web shop
apiVersion: apps/v1
kind: Deployment
metadata:
  name: shop   # the name
  labels: {app: shop, tier: "front end"}
  annotations:
    note: 'it''s here'
    "quoted/key": "tab\\there"
spec:
  replicas: 2
  template:
    spec:
      containers:
      - name: web
        image: shop/web:1.4
        args: ["--port", "8080", -v]
        command:
          - sh
          - -c
          - |
            set -e

            exec  /srv --flag=a:b # no comment
        env:
        - {name: A, value: "1"}
        - name: B
          value: >-
            folded
            text

            more
        ports:
        -   containerPort: 8080
            protocol: TCP
        resources: {}
      # between
      volumes:
      -
        name: tmp
        emptyDir: {}
status:
---
kind: ConfigMap
data:
  key: |+
    a
     b

  other: yes
`

/** What is too common to be left to the library. */
export const COMMON = [
  '\ufeffa: b\n',
  'a: b\r\nc:\r\n- d\r\n',
  '--- # c\na: b\n---\n\n---\nc: d',
  '# c\n\na: b # c\n  # c\n',
  'a:\nb:\n- c\n-\n- d: e\n  f: g\nh:\n  - i\n',
  '-   a: b\n    c: d\n-\n  a: b\n- - c\n  - d\n',
  `'it''s': "a\\tb \\"c\\" \\u0041"\n`,
  'a: {b: [c, "d"], \'e\': {}} # c\nf: []\n',
  'a: |\n  b\n\n    c # d\n\ne: >-\n  f\n  g\n\n  h\ni: |+\n  j\n\nk: |2-\n   l\n',
  '- |\n  a\n- b: |  # c\n    d\n',
  'a: -1\nb: http://c/d?e=f#g\nh: --i=j\nk: :8080\nl: a b\nm n: $(o)\n',
]
