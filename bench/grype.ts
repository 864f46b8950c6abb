const SEVERITIES = ['Critical', 'High', 'Medium', 'Medium', 'Low', 'Negligible', 'Unknown']
const NAMES = ['openssl', 'zlib1g', 'libxml2', 'curl', 'perl-base', 'libexpat1', 'python3.13', 'ncurses-base']

/** What Grype 0.10x writes about an image with so many matches; the same number gives the same text. */
export function grypeReport(matches: number): string {
  return JSON.stringify(
    {
      matches: Array.from({ length: matches }, (_, i) => matchOf(i)),
      source: {
        type: 'image',
        target: {
          userInput: 'registry.fleet.example/billing:latest',
          imageID: `sha256:${hex(1, 64)}`,
          manifestDigest: `sha256:${hex(2, 64)}`,
          tags: ['registry.fleet.example/billing:latest'],
          repoDigests: [],
          architecture: 'amd64',
          os: 'linux',
        },
      },
      distro: { name: 'debian', version: '13', idLike: [] },
      descriptor: { name: 'grype', version: '0.104.0', timestamp: '2026-11-20T06:13:02Z' },
    },
    null,
    1,
  )
}

function matchOf(i: number) {
  const name = `${NAMES[i % NAMES.length]}${i < NAMES.length ? '' : `-${Math.floor(i / NAMES.length)}`}`
  const id = `CVE-${2019 + (i % 7)}-${10_000 + i}`
  const version = `${1 + (i % 9)}.${i % 30}.${i % 11}-${1 + (i % 4)}`
  const fixed = i % 3 === 0
  const description = `In ${name} before ${version}, a length that is read from the input is trusted, so that a crafted file ends in a read behind the buffer. `
  return {
    vulnerability: {
      id,
      dataSource: `https://security-tracker.debian.org/tracker/${id}`,
      namespace: 'debian:distro:debian:13',
      severity: SEVERITIES[i % SEVERITIES.length],
      urls: [`https://security-tracker.debian.org/tracker/${id}`],
      description: description.repeat(4),
      cvss: [scoreOf(i)],
      epss: [{ cve: id, epss: (i % 1000) / 10_000, percentile: (i % 100) / 100, date: '2026-11-19' }],
      fix: { versions: fixed ? [`${version}+deb13u1`] : [], state: fixed ? 'fixed' : 'not-fixed' },
      advisories: [],
      risk: (i % 500) / 10,
    },
    relatedVulnerabilities: [
      { id, dataSource: `https://nvd.nist.gov/vuln/detail/${id}`, namespace: 'nvd:cpe', cvss: [scoreOf(i)] },
    ],
    matchDetails: [
      {
        type: 'exact-direct-match',
        matcher: 'dpkg-matcher',
        searchedBy: { distro: { type: 'debian', version: '13' }, package: { name, version } },
        found: { versionConstraint: `< ${version}+deb13u1 (deb)`, vulnerabilityID: id },
      },
    ],
    artifact: {
      id: hex(i + 3, 16),
      name,
      version,
      type: 'deb',
      locations: [{ path: `/usr/share/doc/${name}/copyright`, layerID: `sha256:${hex(i % 9, 64)}` }],
      language: '',
      licenses: ['GPL-2.0-or-later', 'BSD-3-Clause'],
      cpes: [`cpe:2.3:a:${name}:${name}:${version}:*:*:*:*:*:*:*`],
      purl: `pkg:deb/debian/${name}@${version}?arch=amd64&distro=debian-13`,
      upstreams: [{ name }],
    },
  }
}

const scoreOf = (i: number) => ({
  source: 'nvd@nist.gov',
  type: 'Primary',
  version: '3.1',
  vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:H',
  metrics: { baseScore: 1 + (i % 90) / 10, exploitabilityScore: 2.8, impactScore: 3.6 },
})

/** Digits that look like a hash: a linear congruential sequence, the same everywhere. */
function hex(seed: number, length: number): string {
  let state = seed + 1
  let digits = ''
  while (digits.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    digits += state.toString(16).padStart(8, '0')
  }
  return digits.slice(0, length)
}
