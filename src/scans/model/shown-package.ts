import { redact } from '../../secrets/redact.ts'
import type { ScanFinding, ScannedPackage } from './report.ts'

/**
 * A finding whose package may be shown. A reader that takes `name@version` apart also takes the address of a stranger
 * apart: what is hidden in the whole stays hidden in its parts.
 */
export function withShownPackage(finding: ScanFinding): ScanFinding {
  const { package: found } = finding
  return found && /[:=]/.test(found.name) ? { ...finding, package: shownPackage(found) } : finding
}

function shownPackage(found: ScannedPackage): ScannedPackage {
  const { name, version } = found
  const shown = redact(`${name}@${version}`)
  return { ...found, name: shown.slice(0, name.length), version: shown.slice(name.length + 1) }
}
