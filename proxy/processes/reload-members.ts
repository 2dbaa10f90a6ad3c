import { type Member, MemberGone, MemberSilent } from './member.ts';
import type { MemberEnvironment } from './member-environment.ts';

type Asked = Pick<Member, 'ask'>;

/** What the members are to have, and what they had. */
export interface MembersReload {
  readonly next: MemberEnvironment;
  readonly before: MemberEnvironment;
}

/**
 * Lets all members put other settings into force. One is told alone first: what it can't use, no
 * other is given. Those that become ready meanwhile are told as well, and who dies has no say.
 *
 * @param crew  its members are read again and again
 * @throws {Error} when one can't use the settings: the others have the old ones again, and so will
 *   one that was only silent as soon as it reads its messages
 */
export async function reloadMembers(
  crew: { readonly members: readonly Asked[] },
  { next, before }: MembersReload,
): Promise<void> {
  const asked = new Set<Asked>();
  const accepted = new Set<Asked>();
  const silent = new Set<Asked>();
  const tell = async (member: Asked): Promise<void> => {
    asked.add(member);
    try {
      if (await accepts(member, next)) accepted.add(member);
    } catch (error) {
      if (error instanceof MemberSilent) silent.add(member);
      throw error;
    }
  };
  const untold = (): readonly Asked[] => crew.members.filter((member) => !asked.has(member));
  try {
    for (let round = untold(); round.length > 0; round = untold()) {
      await all(round.slice(0, accepted.size === 0 ? 1 : undefined).map(tell));
    }
    if (asked.size > accepted.size && accepted.size === 0) {
      throw new Error('no process of the proxy lived to use the settings');
    }
  } catch (error) {
    // It would be silent again: nobody waits for it.
    for (const member of silent) member.ask('reload', before).catch(() => undefined);
    await Promise.allSettled([...accepted].map((member) => member.ask('reload', before)));
    throw error;
  }
}

/** @returns false when it is gone */
async function accepts(member: Asked, env: MemberEnvironment): Promise<boolean> {
  try {
    await member.ask('reload', env);
    return true;
  } catch (error) {
    if (error instanceof MemberGone) return false;
    throw error;
  }
}

/** Throws the first fault, but not before all are through. */
async function all(tasks: readonly Promise<void>[]): Promise<void> {
  const outcomes = await Promise.allSettled(tasks);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}
