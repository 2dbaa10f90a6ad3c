/** How a client would like to be answered. */
export interface Preferences {
  /** Rather with a job than after a while. */
  readonly respondAsync: boolean;
  /** The longest it would wait for an answer, in ms; undefined when it does not say. */
  readonly waitMs: number | undefined;
}

const waitForm = /^wait\s*=\s*"?(?<seconds>\d{1,6})"?$/i;

/**
 * Reads the preferences that matter here; all others, and what can't be read, are ignored. Of one
 * that is given twice the first counts.
 *
 * @param prefer  the field's value, all its lines joined by commas
 * @see RFC 7240 §2, §4.1, §4.3
 */
export function readPrefer(prefer: string): Preferences {
  // Parameters behind a semicolon change nothing for these two.
  const preferences = prefer.split(',').map((one) => one.split(';', 1)[0]?.trim() ?? '');
  const seconds = preferences
    .map((one) => waitForm.exec(one)?.groups?.['seconds'])
    .find((found) => found !== undefined);
  return {
    respondAsync: preferences.some((one) => /^respond-async(?:\s*=\s*"")?$/i.test(one)),
    waitMs: seconds === undefined ? undefined : 1000 * Number(seconds),
  };
}
