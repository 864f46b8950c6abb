import type { ImageName } from '../../docker/ast.ts'

type Version = readonly [major: number, minor: number, patch: number]

/** Versions from the first to before the second. */
type Range = readonly [from: string, below: string]

interface Component {
  readonly name: string
  /** The end of the repository of its image, at any registry and in any mirror. */
  readonly repository: RegExp
  readonly cve: string
  readonly affected: readonly Range[]
}

export const INGRESS_NGINX =
  /(?:^|\/)ingress-nginx\/controller$|(?:^|\/)nginx-ingress-controller$|^nginx-controller$|\/nginx-controller$/

/** Severe vulnerabilities of programs that clusters run with wide rights, by the advisories of their projects. */
const COMPONENTS: readonly Component[] = [
  {
    name: 'Argo CD',
    repository: /(?:^|\/)argocd$/,
    cve: 'CVE-2022-24348',
    affected: [
      ['1.0.0', '2.1.9'],
      ['2.2.0', '2.2.4'],
    ],
  },
  {
    name: 'Grafana',
    repository: /(?:^|\/)grafana(?:-oss|-enterprise)?$/,
    cve: 'CVE-2022-39328',
    affected: [['9.2.0', '9.2.4']],
  },
  {
    name: 'Kyverno',
    repository: /(?:^|\/)kyverno$/,
    cve: 'CVE-2022-47633',
    affected: [['1.8.3', '1.8.5']],
  },
  {
    name: 'ingress-nginx',
    repository: INGRESS_NGINX,
    cve: 'CVE-2021-25742',
    affected: [
      ['0.0.0', '0.49.1'],
      ['1.0.0', '1.0.1'],
    ],
  },
  {
    name: 'ingress-nginx',
    repository: INGRESS_NGINX,
    cve: 'CVE-2025-1974',
    affected: [
      ['0.0.0', '1.11.5'],
      ['1.12.0', '1.12.1'],
    ],
  },
]

const versionOf = (text: string): Version | undefined => {
  const [, major, minor, patch] = /^v?(\d{1,4})\.(\d{1,4})\.(\d{1,4})(?!\d)/.exec(text) ?? []
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)]
}

const isBelow = (a: Version, b: Version): boolean => {
  const at = a.findIndex((part, index) => part !== b[index])
  return at >= 0 && a[at]! < b[at]!
}

const isWithin = (version: Version, [from, below]: Range): boolean =>
  !isBelow(version, versionOf(from)!) && isBelow(version, versionOf(below)!)

/** The vulnerabilities of an image, by its name and tag; variants (`9.2.0-ubuntu`) have those of their version. */
export function vulnerabilitiesOf({ repository, tag = '' }: ImageName): readonly Pick<Component, 'name' | 'cve'>[] {
  const version = versionOf(tag)
  if (version === undefined) return []
  return COMPONENTS.filter(
    one => one.repository.test(repository) && one.affected.some(range => isWithin(version, range)),
  )
}
