import { dataOf, dataPlace } from '../../../kube/object-data.ts'
import { isMap } from '../../../kube/resource.ts'
import { written } from '../../../kube/written.ts'
import { namesSecret, wordsOf } from '../../../secrets/names.ts'
import { isPlaceholder, isToFillIn } from '../../../secrets/to-fill-in.ts'
import { isHarmless } from '../../../secrets/values.ts'
import { trivyIds } from '../../peers.ts'
import { rule } from '../../rule.ts'

/** What tells who a person is, or helps to guess a log-in. */
const PERSONAL: ReadonlySet<string> = new Set(['email', 'login', 'mail', 'md5', 'phone', 'user', 'username'])

const namesPerson = (key: string): boolean => PERSONAL.has(wordsOf(key).at(-1) ?? '') && !namesSecret(key)

export const configmapSensitiveContent = rule({
  id: 'configmap-sensitive-content',
  title: 'ConfigMap may contain personal data',
  why: 'Most read-only roles can read ConfigMaps: user names and addresses in them are personal data, or help to guess a log-in.',
  help: 'Move the value to `stringData` of a Secret, unless everyone who can read the namespace may have it.',
  severity: 'info',
  profile: 'strict',
  since: '0.1',
  peers: { trivy: [...trivyIds('KSV-01010', 'configMap_with_sensitive'), 'kubernetes-configMap-with-sensitive'] },
  on: 'resource',
  kinds: ['ConfigMap'],
  check: resource =>
    dataOf(resource)
      .filter(({ key, text }) => namesPerson(key) && !isHarmless(text))
      .map(value => ({
        ...dataPlace(resource, value),
        message: `\`${value.field}.${value.key}\` of ConfigMap \`${resource.name}\` has the name of personal data`,
      })),
})

export const externalSecretStore = rule({
  id: 'external-secret-store',
  title: 'Secret is defined in a manifest',
  why: 'Whatever is in the manifest is in git: values are read by anyone with a clone, and rotating one takes a commit and a rollout.',
  help: 'Keep the values in a store, and commit an `ExternalSecret`, a `SealedSecret` or a `SecretProviderClass`.',
  severity: 'low',
  profile: 'strict',
  since: '0.1',
  tags: ['cis:5.4.2'],
  peers: { kics: 'b9c83569-459b-4110-8f79-6305aa33cb37', kubescape: 'C-0234' },
  sensitive: true,
  on: 'resource',
  kinds: ['Secret'],
  check(resource) {
    // The values of a chart are those of whoever installs it; SOPS encrypts what is written here.
    if (resource.origin?.by === 'helm' || isMap(resource.json.sops)) return
    if (written(resource.json.type).startsWith('helm.sh/release')) return
    const isGiven = dataOf(resource).some(
      ({ key, text }) => text.trim() !== '' && !isPlaceholder(text) && !isToFillIn(key, text),
    )
    if (!isGiven) return
    return {
      at: resource.at('metadata', 'name'),
      message: `the values of Secret \`${resource.name}\` are in its manifest`,
    }
  },
})
