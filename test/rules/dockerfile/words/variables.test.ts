// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are words of Dockerfiles, no templates.
import { table } from '../../../kit/table.ts'

const file = (lines: string): string => `FROM alpine:3.22\n${lines}\n`

table('env-self-reference', {
  bad: [
    ['the other one', file('ENV HOME_DIR=/app BIN=$HOME_DIR/bin'), '$HOME_DIR/bin'],
    ['in braces, before', file('ENV BIN=${ROOT}/bin ROOT=/app'), '${ROOT}/bin'],
    ['set only later', file('ENV A=1 B=$A\nENV A=2'), '$A'],
    ['set in another stage', 'FROM a:1\nENV A=1\nFROM a:1\nENV A=2 B=$A', '$A'],
    [
      'twice, the second on top of the first',
      file('ENV BASE=/opt BASE=${BASE}/app'),
      {
        at: '${BASE}/app',
        message: '`BASE` is set twice by the same `ENV`: the values are not combined, and only one is kept',
      },
    ],
    ['twice, each on top of what was there', file('ENV PATH=/go/bin:$PATH PATH=/app/bin:$PATH'), '/app/bin:$PATH'],
    ['twice, the first of them lost', file('ENV OPTS="$OPTS -v" OPTS=-q'), '"$OPTS -v"'],
    ['in a piece of a Dockerfile', 'ENV A=1 B=$A', '$A'],
  ],
  good: [
    ['in an ENV of its own', file('ENV HOME_DIR=/app\nENV BIN=$HOME_DIR/bin')],
    ['set before', file('ENV A=1\nENV A=2 B=$A')],
    ['set by ARG', file('ARG A=1\nENV A=2 B=$A')],
    ['set in the stage it is built from', 'FROM a:1 AS b\nENV A=1\nFROM b\nENV A=2 B=$A'],
    ['itself', file('ENV A=$A:x B=1')],
    ['every image has a PATH', file('ENV PATH=/app/bin:$PATH TOOLS=$PATH')],
    ['another name', file('ENV A=1 B=$AB')],
    ['in single quotes', file("ENV A=1 B='$A'")],
    ['names of every object', file('ENV A=$constructor B=$__proto__')],
    ['twice, and neither holds the other', file('ENV A=1 A=2 B=3')],
    ['set before in a piece of a Dockerfile', 'ARG A\nENV A=1 B=$A'],
  ],
  says: '`HOME_DIR` is set by the same `ENV`, so it is still empty here',
})

table('undefined-variable', {
  bad: [
    [
      'declared before the first stage only',
      'ARG VERSION=1.4\nFROM alpine:3.22\nCOPY app-$VERSION.jar /app.jar',
      'app-$VERSION.jar',
    ],
    [
      'set further down',
      file('WORKDIR $HOME_DIR\nENV HOME_DIR=/app'),
      { at: '$HOME_DIR', message: '`HOME_DIR` is used before it is set' },
    ],
    [
      'letters swapped',
      file('ENV PATH=/app/bin:$PAHT'),
      { at: '/app/bin:$PAHT', message: '`PAHT` is not set. Did you mean `PATH`?' },
    ],
    ['a letter too few', file('ARG DIR_ASSETS=x\nCOPY ${DIR_ASSET} /srv/'), '${DIR_ASSET}'],
    [
      'an empty image sets nothing',
      'FROM scratch\nUSER $APP_USER',
      { at: '$APP_USER', message: '`APP_USER` is not set, and `scratch` sets no variables' },
    ],
    ['in the stand-in of another', 'FROM scratch\nLABEL a=${B:-$C}', '${B:-$C}'],
    ['set in another stage', 'FROM a:1\nENV A=1\nFROM scratch\nVOLUME $A', '$A'],
    ['for an owner', 'FROM scratch\nCOPY --chown=$UID a /a', '--chown=$UID'],
    ['for a mode', 'FROM scratch\nADD --chmod="${MODE}" a /a', '--chmod="${MODE}"'],
    ['in a mount', 'FROM scratch\nRUN --mount=type=cache,target=/$DIR x', '--mount=type=cache,target=/$DIR'],
    ['in what is written', 'FROM scratch\nCOPY <<A /a\n"$B" \'$C\'\nA', '"$B" \'$C\'', '"$B" \'$C\''],
    ['in a name', 'FROM scratch\nENV $A=x', '$A'],
    [
      'added to, on a base that does not set it',
      file('ENV LD_LIBRARY_PATH=/app/lib:$LD_LIBRARY_PATH'),
      {
        at: '/app/lib:$LD_LIBRARY_PATH',
        message: '`LD_LIBRARY_PATH` is not set, and `alpine` sets no variables but `PATH`',
      },
    ],
    ['the same on a stage', 'FROM debian:13 AS a\nFROM a\nENV A=$A:/a', '$A:/a'],
    ['on a copy in another registry', 'FROM mirror.gcr.io/library/debian:13\nENV A=$A:/a', '$A:/a'],
    [
      'the home of nobody',
      file('ENV PATH=$HOME/bin:$PATH'),
      { at: '$HOME/bin:$PATH', message: '`HOME` is not set, and `alpine` sets no variables but `PATH`' },
    ],
    [
      'anything else that it does not set',
      file('WORKDIR $APP_HOME'),
      { at: '$APP_HOME', message: '`APP_HOME` is not set, and `alpine` sets no variables but `PATH`' },
    ],
  ],
  good: [
    ['declared again', 'ARG VERSION=1.4\nFROM alpine:3.22\nARG VERSION\nCOPY app-$VERSION.jar /app.jar'],
    ['set before', file('ENV HOME_DIR=/app\nWORKDIR $HOME_DIR')],
    ['without a value', file('ARG SRC\nCOPY $SRC /src')],
    ['in the stage it is built from', 'FROM scratch AS base\nARG SRC\nFROM base\nCOPY $SRC /src'],
    ['a stand-in', 'FROM scratch\nLABEL a=${B:-c} d=${E-} f=${G:+h}'],
    [
      'in one of the stages that it may be built from',
      'ARG UID\nFROM a:1 AS b-x\nFROM a:1 AS b-y\nENV UID=1\nFROM b-$TARGETARCH\nUSER $UID',
    ],
    ['the base image may set it', 'FROM a:1\nWORKDIR $APP_HOME'],
    ['and append to it', 'FROM a:1\nENV LD_LIBRARY_PATH=$LD_LIBRARY_PATH:/app/lib'],
    ['one that only the build knows', 'ARG BASE\nFROM $BASE\nENV A=$A:/app'],
    ['another image of that name', 'FROM ghcr.io/acme/alpine:3.22\nENV A=$A:/app'],
    ['set before in the stage below', 'FROM alpine:3.22 AS a\nENV A=1\nFROM a\nENV A=$A:2'],
    ['a proxy', file('ENV HTTP_PROXY=$HTTP_PROXY')],
    ['another pair of the same ENV: another rule', file('ENV A=1 B=$A')],
    ['numbers tell names apart', 'FROM a:1\nENV PORT1=1\nEXPOSE $PORT\nUSER $PORT2'],
    ['every image has a PATH', 'FROM scratch\nENV PATH=/app:$PATH'],
    ['a shell has its own', 'ARG A=1\nFROM scratch\nRUN B=1; echo $A $B'],
    ['in single quotes', "FROM scratch\nENV A='$B'"],
    ['what is written as it stands', 'FROM scratch\nCOPY <<"A" /a\n$B\nA\nCOPY <<B /b\n\\$C\nB'],
    ['flags with what is set', 'FROM scratch\nARG UID\nCOPY --chown=$UID a /a\nRUN --mount=target=/$UID x'],
    ['flags that nothing expands', 'FROM scratch\nCOPY --from=$A b /b'],
    ['names of every object', 'FROM a:1\nENV A=$constructor B=$__proto__'],
  ],
  says: '`VERSION` is declared only before the first `FROM`: redeclare it in the stage',
})
