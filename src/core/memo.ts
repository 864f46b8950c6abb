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
