import type { Log } from '../../service/log.ts';
import type { Crew } from './crew.ts';
import { type Member, MemberGone, MemberSilent } from './member.ts';

/** Whom to tell, and where to say what went wrong. */
export interface SpreadOptions {
  readonly crew: Pick<Crew, 'members'>;
  readonly log: Pick<Log, 'error'>;
}

/**
 * Lets no process use what is stored under these keys any more, for one of them has found it
 * invalid. Never rejects.
 */
export async function spreadInvalidation(
  { crew, log }: SpreadOptions,
  keys: readonly string[],
  from: Member,
): Promise<void> {
  const tell = async (member: Member): Promise<void> => {
    try {
      await member.ask('invalidate', keys);
    } catch (error) {
      // Who is gone keeps nothing, and who is silent hears of it when it goes on.
      if (error instanceof MemberGone || error instanceof MemberSilent) return;
      log.error('process lags behind', { pid: member.pid, error });
    }
  };
  await Promise.all(crew.members.filter((member) => member !== from).map(tell));
}
