import type { AnyRule, Found } from '../../src/rules/rule.ts'

/**
 * `BREAK_RULE=<id>:silent` or `<id>:always` breaks the check of one rule, so that `npm run break-rules` can prove that
 * its table would notice. Without it rules are as they are.
 */
export function broken(rule: AnyRule): AnyRule {
  const [id, way] = (process.env['BREAK_RULE'] ?? '').split(':')
  if (id !== rule.id) return rule
  return { ...rule, check: way === 'silent' ? () => undefined : always }
}

/** A problem wherever the subject is, whatever it says. */
function always(subject: { readonly at?: unknown; readonly span?: unknown; readonly from?: unknown }): Found {
  const at =
    typeof subject.at === 'function'
      ? subject.at()
      : (subject.at ?? (subject.span ? subject : undefined) ?? subject.from)
  return { at: at ?? { span: [0, 1] }, message: 'broken on purpose' }
}
