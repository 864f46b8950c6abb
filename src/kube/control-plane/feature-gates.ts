/** Whether a value of `--feature-gates`, such as `A=true,B=false`, disables a gate. */
export const disablesGate = (gates: string | undefined, gate: string): boolean =>
  (gates ?? '').split(',').some(one => {
    const [name = '', value = ''] = one.split('=')
    return name.trim() === gate && /^(?:0|f|false)$/i.test(value.trim())
  })
