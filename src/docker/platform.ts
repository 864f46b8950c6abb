/** The systems and processors that mean something alone, without a slash (containerd/platforms). */
const LONE_PLATFORMS = new Set(
  'aix darwin freebsd linux netbsd openbsd plan9 solaris windows 386 amd64 arm arm64 loong64 mips mipsle mips64 mips64le ppc64 ppc64le riscv64 s390x'.split(
    ' ',
  ),
)

/** Other names of processors (containerd/platforms, normalizeArch). */
const PROCESSORS = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['i386', '386'],
  ['aarch64', 'arm64'],
])

const isKnown = (part: string): boolean => LONE_PLATFORMS.has(part) || PROCESSORS.has(part) || /^v\d{1,2}$/.test(part)

/** True when all parts of a platform are those of one that there is. */
export const isKnownPlatform = (value: string): boolean => value.toLowerCase().split('/').every(isKnown)

/** The system and the processor of a platform, with their other names, in lower case; none when it is no platform. */
export const platformParts = (value: string): readonly string[] => {
  const parts = value.toLowerCase().split('/').slice(0, 2)
  const known = parts.flatMap(part => PROCESSORS.get(part) ?? [])
  return parts.length > 1 || known.length > 0 || LONE_PLATFORMS.has(parts[0]!) ? [...parts, ...known] : []
}
