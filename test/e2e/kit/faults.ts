/** What the machine or the user can do to a run, and what comes of it. */
export interface Row {
  readonly fault: string
  /** A bash script in a folder with `k8s/pod.yaml`, a privileged pod. `$sea` is the program, `$dist` a copy of its files. */
  readonly script: string
  /** Exit status and words of the version before, for the page. */
  readonly before: string
  readonly status: number
  /** On the standard error, or in the result; nothing: the run is as any other. `*` is what differs between machines. */
  readonly says?: string
  /** Whether the findings are on the standard output. */
  readonly told: boolean
  /** Not as root, for whom nothing is forbidden. */
  readonly asNobody?: true
  /** In a mount namespace of its own, which not every container may have. */
  readonly mounts?: true
}

type Case = readonly [fault: string, before: string, status: number, says: string, script: string, more?: Partial<Row>]

const rows = (told: boolean, cases: readonly Case[]): readonly Row[] =>
  cases.map(([fault, before, status, says, script, more]) => ({
    ...{ fault, before, status, told, script, ...more },
    ...(says !== '' && { says }),
  }))

const CRASH = '2, `crashed:` and a stack'
const LOST = '2, without the findings'
const FULL = 'cannot be written: ENOSPC: no space left on device, write'
const TMPFS =
  'mkdir full; mount -t tmpfs -o size=16k tmpfs full; head -c 12000 /dev/zero > full/zeros; echo old > full/r.json'
const KEPT = '$sea > /dev/null; cd ~/.cache/seaworthy'
const AGAIN = 'cd - > /dev/null; $sea'

/** The page lists them in this order. */
export const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'Compiled code that is kept': rows(true, [
    [
      'one byte of it differs',
      '1, or another result, or a crash',
      1,
      '',
      `${KEPT}; printf '\\x55' | dd of=$(ls) bs=1 seek=100003 conv=notrunc 2> /dev/null; ${AGAIN}`,
    ],
    [
      'a block of it is lost',
      '1',
      1,
      '',
      `${KEPT}; dd if=/dev/zero of=$(ls) bs=512 seek=9 count=1 conv=notrunc 2> /dev/null; ${AGAIN}`,
    ],
    ['it is cut off', '1', 1, '', `${KEPT}; truncate -s 70000 *; ${AGAIN}`],
    ['it is empty', '1', 1, '', `${KEPT}; : > $(ls); ${AGAIN}`],
    ['others may write it', '1', 1, '', `${KEPT}; chmod 666 *; ${AGAIN}`],
    ['its folder cannot be written', '1', 1, '', 'mkdir ~/.cache; chmod 500 ~/.cache; $sea', { asNobody: true }],
    ['`HOME` is a file', '1', 1, '', 'HOME=$PWD/k8s/pod.yaml $sea'],
    ['`HOME` is in `/proc`', '1', 1, '', 'HOME=/proc/nowhere $sea'],
  ]),
  'Files of Seaworthy': rows(false, [
    [
      'the program is missing',
      '1, a stack',
      2,
      'the program file `program-*.js` cannot be loaded (ENOENT). Install Seaworthy again',
      'rm $dist/program-*; $sea',
    ],
    [
      'the program is cut off',
      '1, a stack',
      2,
      'the program file `program-*.js` cannot be loaded (SyntaxError). Install Seaworthy again',
      'truncate -s 9999 $dist/program-*; $sea',
    ],
    [
      'a chunk is missing',
      CRASH,
      2,
      'the program file `exact-*.js` cannot be loaded (ERR_MODULE_NOT_FOUND). Install Seaworthy again',
      'rm $dist/chunks/exact-*; echo "? [a]: b" > k8s/a.yaml; $sea',
    ],
    [
      'what a chunk imports is missing',
      CRASH,
      2,
      'the program file `shared-*.js` cannot be loaded (ERR_MODULE_NOT_FOUND). Install Seaworthy again',
      'rm $dist/chunks/shared-*; echo "? [a]: b" > k8s/a.yaml; $sea',
    ],
  ]),
  '`--output`': [
    ...rows(true, [
      [
        'the disk is full',
        `${LOST}; the older file is cut off`,
        2,
        `full/r.json: ${FULL}`,
        `${TMPFS}; $sea --output json=full/r.json; s=$?; [ "$(cat full/*.json)" = old ] && [ "$(ls -A full)" = $'r.json\\nzeros' ] && exit $s`,
        { mounts: true },
      ],
      ['the device is full', LOST, 2, `/dev/full: ${FULL}`, '$sea --output /dev/full'],
      [
        'one of two is full',
        `${LOST}; the second is not written`,
        2,
        `/dev/full: ${FULL}`,
        '$sea --output json=/dev/full --output json=r.json; s=$?; [ -s r.json ] && exit $s',
      ],
      [
        'the folder is missing',
        LOST,
        2,
        'out/r.json: cannot be written: no such folder. Create it: `mkdir -p out`',
        '$sea --output out/r.json',
      ],
      ['it is a folder', LOST, 2, 'k8s: cannot be written: expected a file, found a folder', '$sea --output k8s'],
      [
        'it is a symbolic link',
        LOST,
        2,
        'r.json: cannot be written: this is a symbolic link',
        'ln -s k8s/pod.yaml r.json; $sea --output r.json',
      ],
      [
        'it is a pipe without a reader',
        `${LOST}, \`ENXIO\``,
        2,
        'pipe: cannot be written: this is a pipe without a reader',
        'mkfifo pipe; $sea --output pipe',
      ],
      [
        'its name is too long',
        CRASH,
        2,
        'cannot be written: ENAMETOOLONG: name too long, *',
        '$sea --output $(printf %0300d 1)',
      ],
      [
        'the folder is read-only',
        LOST,
        2,
        "r.json: cannot be written: EACCES: permission denied, open 'r.json'",
        'chmod 500 .; $sea --output r.json',
        { asNobody: true },
      ],
      [
        'the file is read-only',
        LOST,
        2,
        "r.json: cannot be written: EACCES: permission denied, open 'r.json'",
        'echo old > r.json; chmod 400 r.json; $sea --output r.json',
        { asNobody: true },
      ],
      [
        'the folder is read-only, the file is not',
        '1',
        1,
        '',
        'echo old > r.json; chmod 500 .; $sea --output json=r.json; s=$?; grep -q verdict r.json && exit $s',
        { asNobody: true },
      ],
      [
        'something is mounted over the file',
        '1',
        1,
        '',
        'touch r.json over; mount --bind over r.json; $sea --output json=r.json; s=$?; grep -q verdict over && exit $s',
        { mounts: true },
      ],
      ['`/dev/null`', '1', 1, '', '$sea --output json=/dev/null; s=$?; [ -c /dev/null ] && exit $s'],
      ['`/dev/stdout`', '2, `this is a symbolic link`', 1, '"verdict":"fail"', '$sea --output json=/dev/stdout'],
      [
        '`>(…)` of the shell',
        '2, `this is a symbolic link`',
        1,
        '"verdict":"fail"',
        '$sea --output json=>(cat >&2); s=$?; sleep 0.2; exit $s',
      ],
      [
        'a pipe whose reader is slow',
        '2, `EAGAIN`',
        1,
        '',
        'mkfifo p; exec 3<>p 4<p; (exec 3<&-; sleep 1; cat <&4 > got) & mkdir x; for i in $(seq 200); do cp k8s/pod.yaml x/$i.yaml; done; $sea --output json=p; s=$?; exec 3<&- 4<&-; wait; [ $(wc -c < got) -gt 65536 ] && tail -c 2 got | grep -q "}" && exit $s',
      ],
    ]),
    ...rows(true, [
      [
        '`--fix` of a file that cannot be written',
        LOST,
        2,
        "k8s/pod.yaml: cannot be written: EACCES: permission denied, open '*'",
        'chmod 400 k8s/pod.yaml; $sea --fix=all',
        { asNobody: true },
      ],
    ]),
  ],
  'Standard output and standard error': [
    ...rows(false, [
      [
        'standard output is full',
        CRASH,
        2,
        'standard output cannot be written: ENOSPC: no space left on device, write',
        '$sea > /dev/full',
      ],
      [
        'the reader of standard output stops',
        '1',
        1,
        '',
        'set -o pipefail; for i in $(seq 200); do cp k8s/pod.yaml $i.yaml; done; $sea --format json | head -c 1',
      ],
    ]),
    ...rows(true, [['standard error is full', LOST, 2, '', '$sea --output /dev/full 2> /dev/full']]),
  ],
  'Folders and files': [
    ...rows(false, [
      [
        'the current folder was removed',
        CRASH,
        2,
        'the current folder cannot be read: it was removed. Change to one that exists',
        'mkdir x; cd x; rmdir ../x; $sea',
      ],
      [
        'the current folder is unreadable',
        '2',
        2,
        'cannot be read: EACCES: permission denied, *',
        'cd k8s; chmod 300 .; $sea',
        { asNobody: true },
      ],
    ]),
    ...rows(true, [
      [
        'a folder is unreadable',
        '2',
        2,
        'x: cannot be read: EACCES: permission denied, *',
        'mkdir x; chmod 0 x; $sea',
        { asNobody: true },
      ],
      [
        'a file is unreadable',
        '2',
        2,
        'x.yaml: cannot be read: EACCES: permission denied, *',
        'touch x.yaml; chmod 0 x.yaml; $sea',
        { asNobody: true },
      ],
      ['`--config` names a folder', '2', 2, 'x: *', 'mkdir x; $sea --config x'],
      ['`--report` names a folder', '2', 2, 'x: *', 'mkdir x; $sea --report x'],
      [
        'the folder for temporary files is in `/proc`',
        'does not end',
        2,
        'no temporary file can be written to `/proc/nowhere` (ENOENT). Set `TMPDIR` to a folder that can be written to',
        'mkdir -p bin chart; echo "name: x" > chart/Chart.yaml; printf "#!/bin/sh\\n" > bin/helm; chmod +x bin/helm; PATH=$PWD/bin:$PATH TMPDIR=/proc/nowhere $sea',
      ],
    ]),
  ],
}
