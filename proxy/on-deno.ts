import process from 'node:process';

/** Whether this runs on Deno: where it does as Node does in all that is asked of it, nobody asks. */
export const onDeno = 'deno' in process.versions;
