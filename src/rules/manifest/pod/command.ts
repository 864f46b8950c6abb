import { type Json, listOf, textOf } from '../../../kube/resource.ts'
import { rule } from '../../rule.ts'

/** Where a command starts: at the start, behind an operator or an opening bracket, and behind some words of the shell. */
const SUDO =
  /(?:^|[;&|({`\n]|(?:^|[\s;])(?:then|do|else|if|while|until|exec|time|!))[ \t]*(?:[A-Za-z_]\w*=[^\s;&|(){}`]*[ \t]+)*(?:(?:\/usr)?(?:\/local)?\/bin\/)?sudo(?=$|\s)/

/** The first word of a command that calls it, or of what a shell gets with `-c`: no other word is read as a command. */
function indexOfSudo(words: readonly Json[]): number {
  const option = words.findIndex(word => /^-[a-z]*c$/.test(textOf(word)))
  const isRead = (index: number): boolean => index === 0 || (option >= 0 && index > option)
  return words.findIndex((word, index) => isRead(index) && SUDO.test(textOf(word)))
}

export const sudoInCommand = rule({
  id: 'sudo-in-command',
  title: 'Command of the container uses sudo',
  why: 'The container needs a set-user-ID program and a rule that turns its user into root: so can an attacker in it. With `allowPrivilegeEscalation: false` the command fails.',
  help: 'Set `runAsUser` to the user that the command needs, or prepare in the image what needs root, and remove `sudo`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { kubescape: 'C-0062' },
  on: 'container',
  check(container) {
    if (container.role === 'ephemeral' || container.workload.windows) return
    return (['command', 'args'] as const).flatMap(list => {
      const index = indexOfSudo(listOf(container.spec[list]))
      if (index < 0) return []
      return {
        at: container.at(list, index),
        message: `container \`${container.name}\` calls \`sudo\` in \`${list}\``,
      }
    })
  },
})

export const gitSyncCommand = rule({
  id: 'git-sync-command',
  title: 'Another program replaces git in git-sync',
  why: '`GITSYNC_GIT` names the program that git-sync starts instead of `git`: anyone who can edit the variable, or the file it names, runs code with the token and the network of the pod.',
  help: 'Remove the `GITSYNC_GIT` entry from `env`.',
  severity: 'medium',
  profile: 'recommended',
  since: '0.1',
  peers: { checkov: 'CKV_K8S_159' },
  on: 'container',
  check(container) {
    if (container.role === 'ephemeral') return
    return listOf(container.spec.env).flatMap((entry, index) => {
      // The default.
      if (entry?.name !== 'GITSYNC_GIT' || entry.value === 'git') return []
      const at = container.at('env', index)
      return {
        at,
        message: `container \`${container.name}\` sets \`GITSYNC_GIT\``,
        fix: { title: 'Remove `GITSYNC_GIT`', safe: false, changes: [{ op: 'remove', path: at }] },
      }
    })
  },
})
