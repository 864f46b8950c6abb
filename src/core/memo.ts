/** A function that makes its answer once per key and keeps it as long as the key lives; `undefined` is an answer too. */
export function memo<Key extends object, Value>(make: (key: Key) => Value): (key: Key) => Value {
  const made = new WeakMap<Key, Value>()
  return key => {
    const known = made.get(key)
    if (known !== undefined || made.has(key)) return known!
    const value = make(key)
    made.set(key, value)
    return value
  }
}

/** A function that makes its answer when it is first asked, and keeps it. */
export function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => {
    made ??= make()
    return made
  }
}
