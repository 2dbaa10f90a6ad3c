/** What a request says about leaving HTTP. */
export interface UpgradeWish {
  /** The Upgrade fields, joined by commas. */
  readonly upgrade: string;
  /** The Connection fields, joined by commas. */
  readonly connection: string;
  /** Such as `1.1`. */
  readonly version: string;
  /** Whether it has a body. */
  readonly bodied: boolean;
}

/**
 * The first protocol that a client would like to change to and may, as it wrote it; null where there
 * is none. Whoever is not understood is answered in HTTP, as if the field were absent (RFC 9110
 * §7.8). Nobody changes with a body on the way, nor in HTTP/1.0.
 *
 * @param allowed  in lower case
 */
export function chooseUpgrade(wish: UpgradeWish, allowed: ReadonlySet<string>): string | null {
  const { upgrade, connection, version, bodied } = wish;
  if (upgrade === '' || bodied || version !== '1.1') return null;
  if (!members(connection.toLowerCase()).includes('upgrade')) return null;
  return members(upgrade).find((name) => allowed.has(name.toLowerCase())) ?? null;
}

/** Whether a peer changes to what it was asked for, and to nothing else. */
export function agrees(asked: string | null, answered: string): boolean {
  return asked !== null && answered.trim().toLowerCase() === asked.toLowerCase();
}

function members(list: string): readonly string[] {
  return list.split(',').map((member) => member.trim());
}
