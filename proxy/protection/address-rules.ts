import { type AddressRange, allAddresses, parseAddressRange } from './address-range.ts';
import { AddressSet } from './address-set.ts';
import { Remembered } from './remembered.ts';

/** One line of a list that is read in order, as nginx's `allow` and `deny`. */
export interface AddressRule {
  readonly allow: boolean;
  readonly ranges: readonly AddressRange[];
}

/**
 * Reads `deny 192.0.2.1, allow 192.0.2.0/24, deny all`; `none` is the empty list.
 *
 * @throws {Error} whose message completes a sentence that begins with the variable's name
 */
export function parseAddressRules(text: string): readonly AddressRule[] {
  if (text.trim() === 'none') return [];
  return text.split(/[,;]/).map((part) => {
    const [, verb, whom = ''] = /^\s*(allow|deny)\s+(\S+)\s*$/.exec(part) ?? [];
    if (verb === undefined) throw new Error(`has "${part.trim()}": write allow or deny, and whom`);
    const ranges = whom === 'all' ? allAddresses : [parseAddressRange(whom)];
    return { allow: verb === 'allow', ranges };
  });
}

/** Who may come: the first rule that an address meets decides, and who meets none may. */
export class AddressRules {
  readonly #allowed: Remembered<boolean>;

  constructor(rules: readonly AddressRule[]) {
    const sets = rules.map(({ allow, ranges }) => ({ allow, set: new AddressSet(ranges) }));
    const find = (address: string): boolean =>
      sets.find(({ set }) => set.has(address))?.allow ?? true;
    this.#allowed = new Remembered(find);
  }

  /** Whether `address` may come. */
  allows(address: string): boolean {
    return this.#allowed.of(address);
  }
}
