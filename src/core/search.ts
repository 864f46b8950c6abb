/** How many of the numbers from 0 to `count` - 1 come before: `isBefore` holds for the first of them, and for none after. */
export function partitionPoint(count: number, isBefore: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(middle)) low = middle + 1
    else high = middle
  }
  return low
}
