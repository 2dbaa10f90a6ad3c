/** What a job's id says. */
export interface JobId {
  /** The worker that has the job, by the number that PM2 gives its instances. */
  readonly instance: number;
}

/** Such as `0-dWm6kJ0Q3c2uYwGmVnFh1A`: who has it, and 128 bits that nobody guesses. */
const shape = /^(?<instance>0|[1-9]\d{0,2})-[A-Za-z0-9_-]{22}$/;

const secretBytes = 16;

/**
 * Makes an id. Whoever knows it has the job: may read its answer and cancel it.
 *
 * @param randomBytes  from a source that nobody can predict
 */
export function jobId(instance: number, randomBytes: (count: number) => Buffer): string {
  return `${instance}-${randomBytes(secretBytes).toString('base64url')}`;
}

/** Reads an id; undefined for what is none. */
export function readJobId(text: string): JobId | undefined {
  const instance = shape.exec(text)?.groups?.['instance'];
  return instance === undefined ? undefined : { instance: Number(instance) };
}
