/** What `--color` accepts. */
export const COLOURS = ['auto', 'always', 'never'] as const
export type Colour = (typeof COLOURS)[number]

/**
 * Whether a text has ANSI colours. The option decides; then NO_COLOR (no-color.org), then FORCE_COLOR (Node, chalk) and
 * CLICOLOR_FORCE (bixense.com/clicolors), then the log of GitHub, which shows them, then the terminal.
 */
export function isColoured(option: Colour, env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (option !== 'auto') return option === 'always'
  if (env['NO_COLOR']) return false
  const forced = env['FORCE_COLOR'] || env['CLICOLOR_FORCE']
  if (forced) return forced !== '0' && forced !== 'false'
  return env['GITHUB_ACTIONS'] === 'true' || (isTerminal && env['TERM'] !== 'dumb')
}
