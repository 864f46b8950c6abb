import { table } from '../../../kit/table.ts'

const file = (body: string): string => `FROM alpine:3.22\n${body}\n`

table('file-world-writable', {
  bad: [
    ['all bits', file('RUN chmod -R 777 /app'), '777'],
    ['with a zero', file('RUN mkdir /data && chmod 0777 /data'), '0777'],
    ['files', file('RUN chmod 666 /etc/app.conf'), '666'],
    ['in letters', file('RUN chmod -R a+w /app && chmod o=rwx /x && chmod ugo+rwX /y'), 'a+w', 'o=rwx', 'ugo+rwX'],
    ['a folder beside a shared one', file('RUN chmod 777 /tmp /app'), '777'],
    ['by a flag', file('COPY --chmod=777 run.sh /run.sh\nADD --chmod=0666 a /a'), '--chmod=777', '--chmod=0666'],
    ['in a stage that the image is built from', 'FROM a:1 AS b\nRUN chmod 777 /app\nFROM b', '777'],
  ],
  good: [
    ['for its owner', file('RUN chmod -R 755 /app')],
    ['for its group', file('RUN chmod -R 775 /app && chmod g=u /etc/passwd && chmod g+w /x')],
    ['to run', file('RUN chmod +x /run.sh && chmod a+rx /y && chmod u+w /z && chmod +w /a')],
    ['taken away', file('RUN chmod o-w /x && chmod a=rX /y')],
    ['a sticky folder', file('RUN chmod 1777 /shared')],
    ['folders that are shared', file('RUN chmod 777 /tmp /var/tmp/x')],
    ['a variable', file('RUN chmod $MODE /x')],
    ['nothing to change', file('RUN chmod 777')],
    ['the name of a file', file('RUN chmod 644 777')],
    ['another flag', file('COPY --chmod=755 --chown=777 run.sh /run.sh')],
    ['a stage that is left behind', 'FROM a:1 AS b\nRUN chmod 777 /app\nFROM a:1\nCOPY --from=b /app /app'],
  ],
  says: 'mode `777` lets every user write',
})
