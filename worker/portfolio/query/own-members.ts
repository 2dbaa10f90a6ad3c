import type { Fault } from '../../errors.ts';
import type { Unknowns } from '../../prices/narrow.ts';
import { clipped, mostFaults } from './fields.ts';

/**
 * Tells the members of an object field that it does not have, the first 20 of them.
 *
 * @param name    what the client calls the field
 * @param faults  what is wrong is added here
 */
export function refuseStrangeMembers(
  {
    name,
    given,
    known,
  }: { readonly name: string; readonly given: Unknowns; readonly known: readonly string[] },
  faults: Fault[],
): void {
  const strange = Object.keys(given).filter((member) => !known.includes(member));
  for (const member of strange.slice(0, mostFaults)) {
    const reason = `is not a member: those are ${known.join(', ')}`;
    faults.push({ field: `${name}.${clipped(member)}`, reason });
  }
}
