/** Numbers below a bound, the same sequence for the same seed: George Marsaglia's xorshift, "Xorshift RNGs", 2003. */
export function numbers(seed: number): (below: number) => number {
  let number = seed;
  return (below) => {
    number ^= number << 13;
    number ^= number >>> 17;
    number ^= number << 5;
    return (number >>> 0) % below;
  };
}
