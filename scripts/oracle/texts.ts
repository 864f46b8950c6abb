/**
 * Texts that readers of YAML disagree about, by class. Each hides or shows something that matters to a gate: most are a
 * Pod with one tricky place. `npm run oracle` asks kubectl's decoder about them and keeps the answers as a fixture.
 */

/** A text, or its bytes where it is no UTF-8. */
export interface Text {
  readonly class: string
  readonly bytes: Uint8Array
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const POD = (lines: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: api\n${lines}`

/** Line breaks of YAML 1.1 (5.4 of its specification), and characters that look like one or like a blank. */
const CHARACTERS = [
  '\r', '\r\n', '\n\r', '\u0085', '\u2028', '\u2029', '\u000b', '\u000c', '\t', ' \t', '\u00a0', '\ufeff', '\u200b', '\u2003',
  '\u3000', '\u0000', '\u0007', '\u001b', '\u007f', '\u0080', '\u009f', '\u00ad', '\ud83d\ude00', '\ufffd', '\ufffe', '\u061c',
] // biome-ignore format: a table

/** Where a character may stand: `@` is the place. */
const CONTEXTS: Readonly<Record<string, string>> = {
  comment: 'spec:\n  hostPID: false # note@  hostNetwork: true\n',
  'comment at the margin': '# note@spec: {hostNetwork: true}\n',
  'comment in front': '# a@# b\nspec:\n  hostNetwork: true\n',
  plain: 'spec:\n  note: a@b\n  hostNetwork: true\n',
  'plain before a key': 'spec:\n  note: a@  hostNetwork: true\n',
  'plain, at its end': 'spec:\n  note: a@\n  hostNetwork: true\n',
  'plain over lines': 'spec:\n  note: a@    b\n    c\n  hostNetwork: true\n',
  key: 'spec:\n  host@Network: true\n',
  'before the colon': 'spec:\n  hostNetwork@: true\n',
  'after the colon': 'spec:\n  hostNetwork:@true\n',
  'before the value': 'spec:\n  hostNetwork: @true\n',
  'after the value': 'spec:\n  hostNetwork: true@\n',
  indentation: 'spec:\n @ hostNetwork: true\n',
  'instead of a line break': 'spec:@  hostNetwork: true\n',
  'single quotes': "spec:\n  note: 'a@  b'\n  hostNetwork: true\n",
  'double quotes': 'spec:\n  note: "a@  b"\n  hostNetwork: true\n',
  'escaped in double quotes': 'spec:\n  note: "a\\@  b"\n  hostNetwork: true\n',
  literal: 'spec:\n  note: |\n    a@    b\n  hostNetwork: true\n',
  'end of a literal': 'spec:\n  note: |\n    a@  hostNetwork: true\n',
  'literal ends at the margin': 'note: |\n  a@spec: {hostNetwork: true}\n',
  'header of a literal': 'spec:\n  note: |@    a\n  hostNetwork: true\n',
  folded: 'spec:\n  note: >\n    a@    b\n\n    c\n  hostNetwork: true\n',
  'flow map': 'spec: {hostPID: false,@hostNetwork: true}\n',
  'flow list': 'spec:\n  a: [1,@2]\n  hostNetwork: true\n',
  'plain in flow': 'spec: {note: a@b, hostNetwork: true}\n',
  'item of a list': 'spec:\n  a:\n  -@b\n  hostNetwork: true\n',
  'between documents': 'spec: {}\n---@apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n',
  'before a marker': 'spec: {}\n@---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\n',
  'end of the text': 'spec:\n  hostNetwork: true\n@',
  'name of an anchor': 'spec: &a@ {hostNetwork: true}\n',
  tag: 'spec: !!map@ {hostNetwork: true}\n',
}

function* characters(): Generator<[string, string]> {
  for (const [where, context] of Object.entries(CONTEXTS))
    for (const character of CHARACTERS) yield [`character: ${where}`, POD(context.replace('@', character))]
  for (const character of CHARACTERS)
    yield ['character: start of the text', `${character}${POD('spec: {hostNetwork: true}\n')}`]
}

/** Words that become something else than a text in YAML 1.1, and their neighbours. */
const SCALARS =
  `y Y n N yes Yes YES yEs no No NO on On ON off Off OFF true True TRUE tRUE false False FALSE ~ null Null NULL nULL
0 00 07 08 010 0o10 0O10 0x1F 0X1f 0b101 0B1 -0b1 +0b1 -0x1 +1 -1 - + 1_000 _1 1_ 0x_1 0b_1 0_7 1__0 +_1 1e3 1E3 1e+3 1e-3 1.0e3
1. .5 -.5 +.5 .5_0 1_0.5 5_.0 . .. .e3 1e 1e1_0 .inf .Inf .INF -.inf +.inf .nan .NaN .NAN -.nan inf nan 1:30 22:22 190:20:30 -1:30
1:60 1:30.5 2020-01-01 2020-1-1 2020-01-01T00:00:00Z 2020-01-01t00:00:00.5-05:00 12345678901234567890 9223372036854775807
9223372036854775808 -9223372036854775808 -9223372036854775809 18446744073709551615 18446744073709551616 1e400 -1e400 1e19 1e20 1e21
123456789.5 0.1 0.1e1 100000000000000000000000 0x7fffffffffffffff 0xffffffffffffffff 0x10000000000000000 0777777777777777777777 0b1111111111111111111111111111111111111111111111111111111111111111
= << <<x a:b a#b a: -a ?a !a &a *a [a {a |a >a %a @a \`a 'a "a ,a ]a }a #a a,b a[b a{b :a ::a a:: -- --- --a ... ..a . / \\ \\n`.split(
    /\s+/,
  )

const TAGS = [
  '',
  '!!str ',
  '!!int ',
  '!!float ',
  '!!bool ',
  '!!null ',
  '!!binary ',
  '!!timestamp ',
  '!!map ',
  '!!seq ',
  '! ',
  '!x ',
  '!!merge ',
  '!!set ',
  '!<tag:yaml.org,2002:str> ',
]

function* scalars(): Generator<[string, string]> {
  for (const scalar of SCALARS) {
    yield ['scalar: value', POD(`spec:\n  a: ${scalar}\n`)]
    yield ['scalar: key', POD(`spec:\n  ${scalar}: 1\n`)]
    yield ['scalar: in flow', POD(`spec: {a: ${scalar}, b: [${scalar}]}\n`)]
    yield ['scalar: key in flow', POD(`spec: {${scalar}: 1}\n`)]
    yield ['scalar: item', POD(`spec:\n  a:\n  - ${scalar}\n`)]
    yield ['scalar: as kind', `apiVersion: v1\nkind: ${scalar}\nmetadata: {name: a}\n`]
  }
  for (const scalar of [
    '1',
    '1.5',
    'true',
    '~',
    'a',
    '"1"',
    "'x'",
    'UG9k',
    'UG9',
    'U G 9 k',
    '2020-01-01',
    '',
    '/w==',
    '[a]',
    '{a: 1}',
    '|\n    UG9k\n',
    '.5_0',
    'yes',
    '010',
  ])
    for (const tag of TAGS) {
      yield ['tag: value', POD(`spec:\n  a: ${tag}${scalar}\n`)]
      yield ['tag: key', POD(`spec:\n  ? ${tag}${scalar}\n  : 1\n`)]
      yield ['tag: simple key', POD(`spec:\n  ${tag}${scalar} : 1\n`)]
    }
}

function* merges(): Generator<[string, string]> {
  const bases =
    'x-a: &a {privileged: false, a: 1}\nx-b: &b {privileged: true, b: 1}\nx-c: &c [*a, *b]\nx-s: &s text\nx-n: &n\nx-m: &m {<<: *a, privileged: true}\n'
  const bodies = [
    'privileged: false\n    <<: *b',
    '<<: *b\n    privileged: false',
    '<<: *a\n    <<: *b',
    '<<: *b\n    <<: *a',
    '<<: [*a, *b]',
    '<<: [*b, *a]',
    '<<: *c',
    '<<: [*c]',
    '<<: *s',
    '<<: text',
    '<<: 1',
    '<<: ~',
    '<<: *n',
    '<<: []',
    '<<: [~]',
    '<<: {privileged: true}',
    '<<: [{privileged: true}, *a]',
    '"<<": *b',
    "'<<': *b",
    '!!merge <<: *b',
    '!!str <<: *b',
    '!!merge x: *b',
    '<<: *m',
    '<<: *b\n    <<: *b',
    'privileged: false\n    <<: *a\n    privileged: true',
    '? <<\n    : *b',
    '<<: &z {privileged: true}\n    c: *z',
    '<<: !!map {privileged: true}',
    '<<: *undefined',
    '<< : *b',
    '<<: *b\n    <<: {privileged: false}\n    privileged: ~',
    'privileged: false\n    <<: [*a, *b]\n    a: 2',
    '<<: [*a, text]',
    '<<: [[*a]]',
    '<<:\n      - *b\n      - *a',
    '<<:\n      privileged: true',
    'a: {<<: *b, privileged: false}',
    'a: [{<<: *b}]',
    '{<<: *b}: 1',
    '<<: *a\n    ? privileged\n    : true',
  ]
  for (const body of bodies) {
    yield ['merge: block', POD(`${bases}spec:\n  securityContext:\n    ${body}\n`)]
    yield ['merge: behind', POD(`spec:\n  securityContext:\n    ${body.replaceAll('*', '*')}\n${bases}`)]
    if (!/\n|^\?/.test(body)) yield ['merge: flow', POD(`${bases}spec:\n  securityContext: {${body}}\n`)]
  }
  for (const body of bodies)
    yield ['merge: at the top', `${bases}<<: {apiVersion: v1}\nkind: Pod\nmetadata: {name: a}\nspec:\n    ${body}\n`]
}

function* anchors(): Generator<[string, string]> {
  for (const spec of [
    '&a {b: *a}',
    '*a',
    '&a true',
    '{a: &a 1, b: *a, c: &a 2, d: *a}',
    '{&a b: 1, c: *a}',
    '{*a : 1}',
    '{a: &a hostNetwork, *a : true}',
    '{a: &a [1], *a : true}',
    '&a &b {}',
    '!!map &a {}',
    '&a !!map {}',
    '& {}',
    '&a',
    '* a',
    '{a: &a}',
    '{a: &a , b: *a}',
    '&a\n  hostNetwork: true',
    '&a\n  b: *a',
    '&a.b-c {}',
    '&a:b {}',
    '{a: &a: 1}',
    '{a: &é 1, b: *é}',
    '{a: &a 1, b: *a\n}',
    '[&a x, *a]',
    '- &a x\n- *a',
  ])
    yield ['anchor', POD(`spec: ${spec}\n`)]
  for (let depth = 1; depth < 12; depth++) {
    const lines = Array.from(
      { length: depth },
      (_, i) =>
        `  a${i}: &a${i} [${
          i === 0
            ? '1'
            : Array(9)
                .fill(`*a${i - 1}`)
                .join(',')
        }]`,
    )
    yield ['anchor: bomb', POD(`spec:\n${lines.join('\n')}\n`)]
  }
}

function* documents(): Generator<[string, string]> {
  const pod = POD('spec: {hostNetwork: true}\n')
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n'
  const between = [
    '---\n',
    '---',
    '--- \n',
    '---\t\n',
    '--- # c\n',
    '---# c\n',
    '---#c\n',
    '--- |\n',
    '--- >\n  x\n',
    '--- &a\n',
    '--- !!map\n',
    '--- {}\n---\n',
    '--- a\n---\n',
    '---\n---\n',
    '---\n\n\n---\n',
    '...\n',
    '...\n---\n',
    '... # c\n',
    '...x\n',
    '....\n',
    '-----\n',
    '--\n',
    ' ---\n',
    '\t---\n',
    '---\r\n',
    '---\r',
    '\r---\r',
    '\n---\n\n',
    '---\n# only a comment\n---\n',
    '---\n~\n---\n',
    '---\nnull\n---\n',
    '---\n""\n---\n',
    '---\n[]\n---\n',
    '---\n1\n---\n',
    '---\n%YAML 1.1\n---\n',
    '%YAML 1.1\n---\n',
    '%YAML 1.2\n---\n',
    '...\n%YAML 1.2\n---\n',
    '...\n%YAML 1.1\n---\n',
    '...\n%TAG ! tag:x,2000:\n---\n',
    '...\n%TAG !! tag:x,2000:\n---\n',
    '...\n%X y\n---\n',
    '%\n',
    '\ufeff---\n',
    '---\n\ufeff',
    '---\ufeff\n',
    '\ufeff',
    '---\n\ufeff\ufeff',
    '---\n{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}}\n---\n',
    '---\n- a\n---\n',
    '---\na: b: c\n---\n',
    '---\nx: [\n---\n',
    '---\nkind: Pod\n---\n',
    '---\n\t\n---\n',
    '---\n \n---\n',
    '--- \u0085',
    '---\u2028',
    '\u2028---\u2028',
  ]
  for (const separator of between) {
    yield ['document: between', pod + separator + secret]
    yield ['document: at the start', separator + pod]
    yield ['document: at the end', pod + separator]
  }
  for (const block of [
    '|',
    '>',
    '|-',
    '|+',
    '|1',
    '|2-',
    '>+3',
    '|0',
    '|10',
    '|x',
    '| # c',
    '|#c',
    '|  -',
    '|-2',
    '|+2',
  ]) {
    yield [
      'block scalar: marker inside',
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nx: ${block}\n  a\n---\n  b\nspec: {hostNetwork: true}\n`,
    ]
    yield ['block scalar: header', POD(`a:\n  b: ${block}\n     c\n    d\n   e\n\n  f: 1\nspec: {hostNetwork: true}\n`)]
    yield ['block scalar: empty', POD(`a: ${block}\nspec: {hostNetwork: true}\n`)]
    yield ['block scalar: blank lines', POD(`a: ${block}\n\n   \n  x\n\n \nspec: {hostNetwork: true}\n`)]
    yield ['block scalar: comment behind', POD(`a: ${block}\n  x\n# c\n  y\nspec: {hostNetwork: true}\n`)]
    yield ['block scalar: tab', POD(`a: ${block}\n\tx\nspec: {hostNetwork: true}\n`)]
    yield ['block scalar: item', POD(`a:\n- ${block}\n x\n- y\nspec: {hostNetwork: true}\n`)]
    yield ['block scalar: at the end', POD(`spec: {hostNetwork: true}\na: ${block}\n  x`)]
  }
  for (const quote of ['"', "'"])
    for (const inside of [
      '\n---\n',
      '\n--- \n',
      '\n...\n',
      ' # c\n  b',
      '\n\n\n',
      '\nb: c\n',
      '\n b',
      '\n\tb',
      '  \n  b',
      '\\\n  b',
      '\\n',
      '\\x41',
      '\\u0041',
      '\\U00000041',
      '\\UFFFFFFFF',
      '\\ud800',
      '\\q',
      '\\/',
      '\\e',
      '\\N',
      '\\_',
      '\\L',
      '\\P',
      '\\0',
      "''",
      '""',
      '\\"',
      '#',
      ': ',
      ' #',
      '\\\r\n b',
      '\\',
      '\u0085b',
      '%',
      '\t',
    ])
      for (const where of [
        'spec: {note: @, hostNetwork: true}\n',
        'spec:\n  note: @\n  hostNetwork: true\n',
        'spec:\n  @: true\n',
        'note: @\nspec: {hostNetwork: true}\n',
      ])
        yield ['quoted', POD(where.replace('@', () => `${quote}a${inside}${quote}`))]
}

function* structures(): Generator<[string, string]> {
  const specs = [
    'a: [1,\n2]',
    'a: [1,\n2\n]',
    'a: [\n1\n]',
    'a: {b: 1\n}',
    'a: {\nb: 1\n}',
    'a: [\n\t1]',
    'a: [1,\t2]',
    'a:\t1',
    'a: \t1',
    'a\t: 1',
    '\ta: 1',
    'a:\n\tb: 1',
    'a: 1\t',
    'a: 1 \t# c',
    'a: b\t#c',
    'a: b #c',
    'a: b#c',
    'a: #c',
    'a:#c',
    'a: [a, b,]',
    'a: [,]',
    'a: [a,,b]',
    'a: {a: 1,}',
    'a: {,}',
    'a: {a}',
    'a: {a, b: 1}',
    'a: {a:}',
    'a: {a:1}',
    'a: {"a":1}',
    "a: {'a':1}",
    'a: [a: 1]',
    'a: [a: 1, b: 2]',
    'a: [? a : 1]',
    'a: {? a : 1}',
    'a: {? a}',
    'a: [a:1]',
    'a: [http://x]',
    'a: {http://x: 1}',
    'a: [-1, - 1]',
    'a: [- a]',
    'a: {- a}',
    'a: [#c\n1]',
    'a: [1 #c\n,2]',
    'a: [1#c]',
    'a: {a: 1}#c',
    'a: [1]#c',
    'a: "x"#c',
    'a: "x" b',
    'a: "x": 1',
    'a: "x"\n b: 1',
    'a: [1] 2',
    'a: [1]: 2',
    'a: {b: 1} c',
    '[1]: 2',
    '{a: 1}: 2',
    '? [1]\n: 2',
    '? {a: 1}\n: 2',
    '? a\n: b',
    '? a',
    '? a\nb: 1',
    ': a',
    '? |\n  a\n: b',
    '? - a\n: - b',
    '- a\nb: 1',
    'b: 1\n- a',
    'a:\n- b',
    'a:\n- b\n- c\nd: 1',
    'a:\n - b\n- c',
    'a:\n  - b\n c: 1',
    'a:\n-b',
    'a:\n- - b\n  - c',
    'a:\n- b: 1\n  c: 2',
    'a:\n- b: 1\n c: 2',
    'a:\n-  b: 1\n   c: 2',
    'a:\n-\n  b: 1',
    'a:\n-\n- b',
    'a:\n- ',
    'a: - b',
    'a: b: c',
    'a: b\n c: d',
    'a: b\n  c',
    'a: b\n\n  c',
    'a: b\n# c\n  d',
    'a: b\n  # c\n  d',
    'a: b\n  - c',
    'a:\n  b\n  c',
    'a:\n  b: 1\n c: 1',
    'a:\n    b: 1\n  c: 1',
    'a:\n  b: 1\n    c: 1',
    'a: 1\na: 2',
    'a: 1\n"a": 2',
    '1: a\n"1": b',
    'true: a\n"true": b',
    'a: {b: 1, b: 2}',
    'a: {b: 1, "b": 2}',
    'a: @b',
    'a: `b',
    'a: %b',
    '%a: b',
    'a: !',
    'a: !!',
    'a: !b!c d',
    'a: !<x> d',
    'a: !<x d',
    'a: ]',
    'a: }',
    'a: ,',
    'a: ,b',
    'a: :',
    'a: ::',
    'a: -',
    'a: - ',
    'a: ?',
    'a: ? b',
    'a: ?b',
    'a:: b',
    'a :b',
    'a : b',
    'a  :  b',
    '"a": b',
    '"a" : b',
    '"a":b',
    "'a':b",
    'a: |',
    'a: >',
    'a: ""',
    "a: ''",
    'a: "',
    "a: '",
    'a: [',
    'a: {',
    'a: [{',
    'a:\n  [1]',
    'a:\n[1]',
    'a:\n{b: 1}',
    'a:\n"x"',
    'a:\n|\n x',
    'a: &x\n  b: 1',
    'a: &x\nb: 1',
    'a: !!str\nb: 1',
    'a: !!str\n  b',
    'a: "b\nc"',
    "a: 'b\nc'",
    'a: "b\n c"',
    'a: [b\n c]',
    'a: [b\nc]',
    'a: {b: c\n d}',
    'a: {b\n: c}',
    'a: {"b"\n: c}',
    'a: {b:\n c}',
    'a: [b, "c\nd"]',
    'a: \\',
    'a: b\\',
    'a: b \\\n c',
    'é: 1',
    '😀: 1',
    'a: 😀',
    `${'k'.repeat(1100)}: 1`,
    `"${'k'.repeat(1100)}": 1`,
    `? ${'k'.repeat(1100)}\n: 1`,
    `{${'k'.repeat(1100)}: 1}`,
    `a: ${'v '.repeat(600)}: 1`,
    '[[[[[[[[1]]]]]]]]: 1',
  ]
  for (const spec of specs) {
    yield ['structure: at the top', POD(`${spec}\nspec: {hostNetwork: true}\n`)]
    yield ['structure: below', POD(`spec:\n${spec.replace(/^(?=.)/gm, '  ')}\n  hostNetwork: true\n`)]
    yield ['structure: below, at the end', POD(`spec:\n  hostNetwork: true\n${spec.replace(/^(?=.)/gm, '  ')}`)]
    yield ['structure: first line only', POD(`spec:\n  ${spec}\n  hostNetwork: true\n`)]
  }
  for (const depth of [100, 1000, 9_000, 11_000])
    yield ['structure: deep', POD(`spec: ${'['.repeat(depth)}${']'.repeat(depth)}\n`)]
}

const OBJECT = '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"hostNetwork": true}}'

function* json(): Generator<[string, string]> {
  const two = OBJECT.replace('Pod', 'Secret')
  for (const text of [
    OBJECT,
    `${OBJECT}\n${two}`,
    `${OBJECT}${two}`,
    `${OBJECT}\n---\n${two}`,
    `${OBJECT}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\n`,
    `${OBJECT}\napiVersion: v1\nkind: Secret\n`,
    `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n---\n${OBJECT}`,
    `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n---\n${OBJECT}\n${two}`,
    `[${OBJECT}]`,
    `[${OBJECT}, ${two}]`,
    ` ${OBJECT}`,
    `\n\n${OBJECT}`,
    `\t${OBJECT}`,
    `\ufeff${OBJECT}`,
    `\ufeff\n${OBJECT}`,
    `# c\n${OBJECT}`,
    `---\n${OBJECT}`,
    `${OBJECT}#c`,
    `${OBJECT} # c`,
    `${OBJECT}\n# c\n`,
    `${OBJECT},`,
    `${OBJECT}}`,
    `${OBJECT}\n---`,
    `${OBJECT}\n---\n---\n${two}`,
    `${OBJECT}---\n${two}`,
    `${OBJECT}\n...\n${two}`,
    `{${OBJECT.slice(1, -1)},}`,
    OBJECT.replaceAll('"', "'"),
    OBJECT.replace('"kind"', 'kind'),
    OBJECT.replace('true', 'yes'),
    OBJECT.replace('true', 'True'),
    OBJECT.replace('true', '01'),
    OBJECT.replace('true', '1e400'),
    OBJECT.replace('true', '12345678901234567890'),
    OBJECT.replace('true', '1.0'),
    OBJECT.replace('true', '.5'),
    OBJECT.replace('true', '+1'),
    OBJECT.replace('true', 'NaN'),
    OBJECT.replace('true', '"\\u0041"'),
    OBJECT.replace('true', '"\\ud800"'),
    OBJECT.replace('true', '"\\x41"'),
    OBJECT.replace('true', '"a\tb"'),
    OBJECT.replace('true', '"a\nb"'),
    OBJECT.replace('true', 'true, "hostNetwork": false'),
    OBJECT.replace('"kind": "Pod"', '"kind": "Secret", "kind": "Pod"'),
    OBJECT.replace('"kind"', '"Kind"'),
    OBJECT.replace('"kind"', '"\\u006bind"'),
    OBJECT.replace(': true', ':true // c\n'),
    OBJECT.replace(': true', ': true /* c */'),
    OBJECT.replace('{"host', '{\u00a0"host'),
    OBJECT.replace('{"host', '{\ufeff"host'),
    OBJECT.replace('{"host', '{\u2028"host'),
    OBJECT.replace('{"host', '{\u0085"host'),
    OBJECT.replace('{"host', '{\r"host'),
    OBJECT.slice(0, -1),
    OBJECT.slice(0, 40),
    `${OBJECT}\n${two.slice(0, 30)}`,
    '{',
    '{}',
    '[]',
    'null',
    '""',
    '1',
    `{}\n${OBJECT}`,
    `null\n${OBJECT}`,
    `{ # c\n${OBJECT.slice(1)}`,
    `{{ .Values.x }}\n${OBJECT}`,
    `${' '.repeat(5000)}${OBJECT}`,
    `${' '.repeat(4095)}${OBJECT}\n${two}`,
    `${' '.repeat(4096)}${OBJECT}\n${two}`,
    `\ufeff${' '.repeat(4095)}${OBJECT}\n${two}`,
    `\u00a0${OBJECT}\n${two}`,
    `${OBJECT}${' '.repeat(5000)}${two}`,
    `#${' '.repeat(5000)}\n${OBJECT}`,
  ])
    yield ['json', text]
}

function* lists(): Generator<[string, string]> {
  for (const kind of ['List', 'PodList', 'ConfigMap', 'Pod', 'Bundle', 'list', 'ListX', ''])
    for (const items of [
      '[]',
      '~',
      'x',
      '1',
      '{}',
      '{a: 1}',
      '[~]',
      '[5]',
      '[x]',
      '[[]]',
      '[{}]',
      '[{kind: Pod}]',
      '[{apiVersion: v1}]',
      '[{apiVersion: v1, kind: Pod, metadata: {name: a}}]',
      '[{metadata: {name: a}, spec: {hostNetwork: true}}]',
      '[{kind: List, apiVersion: v1, items: [{apiVersion: v1, kind: Pod}]}]',
      '[{kind: ConfigMap, apiVersion: v1, items: []}]',
      '[{kind: 1, apiVersion: v1}]',
      '[{kind: "", apiVersion: v1}]',
      '[{kind: Pod, apiVersion: v1}, 5, {kind: Secret, apiVersion: v1}]',
      '[{kind: Pod, apiVersion: v1}, {kind: Secret}]',
    ])
      for (const head of ['apiVersion: v1\n', '', 'apiVersion: kustomize.config.k8s.io/v1beta1\n'])
        yield ['list', `${head}kind: ${kind}\nitems: ${items}\n`]
  for (const head of [
    'Kind: Pod\napiVersion: v1',
    'kind: Pod',
    'apiVersion: v1',
    'kind: 1\napiVersion: v1',
    'kind: [Pod]\napiVersion: v1',
    'kind: {a: b}\napiVersion: v1',
    'kind: ~\napiVersion: v1',
    'kind: ""\napiVersion: v1',
    'kind: Pod\napiVersion: ~',
    'kind: Pod\napiVersion: ""',
    'kind: Pod\napiVersion: 1',
    'kind: Pod\napiVersion: [v1]',
    'kind: Pod\napiVersion: a/b/c',
    'kind: Pod\napiVersion: /v1',
    'kind: Pod\napiVersion: v1/',
    'kind: " Pod"\napiVersion: v1',
    'kind: "Pod "\napiVersion: v1',
    'kind: pod\napiVersion: v1',
    '"kind": Pod\n"apiVersion": v1',
    '? kind\n: Pod\n? apiVersion\n: v1',
    'kind: Pod\nkind: Secret\napiVersion: v1',
    'KIND: Pod\napiVersion: v1',
  ])
    for (const rest of [
      'metadata: {name: a}\nspec: {hostNetwork: true}\n',
      'metadata: ~\n',
      'metadata: x\n',
      'metadata: {name: 1}\nspec: x\n',
      'metadata: {labels: {a: 1}}\n',
      'metadata: {annotations: x}\nspec: []\n',
      '',
    ])
      yield ['head', `${head}\n${rest}`]
}

/** What is no UTF-8, or another encoding. */
function* encodings(): Generator<[string, Uint8Array]> {
  const pod = POD('spec: {hostNetwork: true, note: "é😀"}\n')
  const utf16 = (text: string, little: boolean): Uint8Array => {
    const bytes = new Uint8Array(Buffer.from(text, 'utf16le'))
    return little ? bytes : bytes.map((_, i) => bytes[i ^ 1]!)
  }
  for (const little of [true, false]) {
    yield ['encoding: UTF-16 with a mark', utf16(`\ufeff${pod}`, little)]
    yield ['encoding: UTF-16 without a mark', utf16(pod, little)]
    yield ['encoding: UTF-16 cut', utf16(`\ufeff${pod}`, little).subarray(0, -1)]
  }
  yield [
    'encoding: UTF-32',
    new Uint8Array([0xff, 0xfe, 0, 0, ...encode('a: b\n')].flatMap((byte, i) => (i < 4 ? [byte] : [byte, 0, 0, 0]))),
  ]
  for (const bad of [
    [0xff],
    [0xc0, 0x80],
    [0xe9],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xf0, 0x9f, 0x98],
    [0x80],
    [0xfe, 0xff],
  ])
    for (const [where, context] of Object.entries(CONTEXTS)) {
      const [before, after] = POD(context).split('@') as [string, string]
      yield [`encoding: invalid, ${where}`, new Uint8Array([...encode(before), ...bad, ...encode(after)])]
    }
}

/** All texts, each once, in an order that stays. */
export function texts(): readonly Text[] {
  const all = [
    ...characters(),
    ...scalars(),
    ...merges(),
    ...anchors(),
    ...documents(),
    ...structures(),
    ...json(),
    ...lists(),
  ]
  const found = new Map<string, Text>()
  for (const [name, text] of all) if (!found.has(text)) found.set(text, { class: name, bytes: encode(text) })
  return [...found.values(), ...[...encodings()].map(([name, bytes]): Text => ({ class: name, bytes }))]
}
