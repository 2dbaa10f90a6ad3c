const modulus1 = 2_147_483_563;
const modulus2 = 2_147_483_399;

/**
 * A seeded generator of uniform numbers, strictly between 0 and 1: the same seed gives the same
 * numbers on every machine. Two multiplicative congruential streams combined; period 2.3e18.
 *
 * @param seed  a whole number; seeds that agree modulo 2³¹ − 86 give the same numbers
 * @see L'Ecuyer (1988), Communications of the ACM 31(6), figure 3
 */
export function uniformRandom(seed: number): () => number {
  let first = 1 + (Math.abs(seed) % (modulus1 - 1));
  let second = 1 + ((Math.abs(seed) + 1_234_567) % (modulus2 - 1));
  const next = (): number => {
    // Both products stay below 2⁵³, so that a double holds them exactly.
    first = (first * 40_014) % modulus1;
    second = (second * 40_692) % modulus2;
    const difference = first - second;
    return (difference < 1 ? difference + modulus1 - 1 : difference) / modulus1;
  };
  // Neighbouring seeds start close together; a few steps part them.
  for (let i = 0; i < 8; i++) next();
  return next;
}
