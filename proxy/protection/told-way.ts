import type { Claims } from './claims.ts';
import { forwardedElements } from './forwarded-elements.ts';

/** The hops before the connected one, as it tells of them. */
export interface ToldWay {
  /** What stands for each, the client's first; not checked. */
  readonly nodes: readonly string[];
  /** `X-Forwarded-For` to go on; undefined = to be made from what is believed. */
  readonly forwardedFor?: string;
  /** `Forwarded` to go on; undefined = to be made from what is believed. */
  readonly forwarded?: string;
  /** How the client of that index asked. */
  asked(index: number): Asked;
}

/** How a client asked the hop next to it; empty = not told. */
export interface Asked {
  readonly proto: string;
  readonly host: string;
  readonly port: string;
}

const nothing: Asked = { proto: '', host: '', port: '' };
const nobody: ToldWay = { nodes: [], asked: () => nothing };

/**
 * The way by the one field that a trusted hop is known to write. Another of these fields may have
 * come from the client through a hop that does not know it.
 *
 * @param header  the name of that field, in lower case
 */
export function toldWay(claims: Claims, header: string): ToldWay {
  return header === 'forwarded' ? byElements(claims.forwarded) : byList(claims, header);
}

function byElements(forwarded: string): ToldWay {
  const elements = forwardedElements(forwarded);
  if (elements === undefined || elements.length === 0) return nobody;
  return {
    nodes: elements.map((element) => element.get('for') ?? ''),
    forwarded,
    asked: (index) => {
      const element = elements[Math.min(index, elements.length - 1)];
      return { proto: element?.get('proto') ?? '', host: element?.get('host') ?? '', port: '' };
    },
  };
}

function byList(claims: Claims, header: string): ToldWay {
  const { realIp, proto, host, port } = claims;
  const nodes = entries(realIp);
  const asked = (index: number): Asked => ({
    proto: entryOf(proto, { index, of: nodes.length }),
    host: entryOf(host, { index, of: nodes.length }),
    port: entryOf(port, { index, of: nodes.length }),
  });
  if (header !== 'x-forwarded-for' || realIp === '') return { nodes, asked };
  return { nodes, forwardedFor: realIp, asked };
}

function entries(list: string): readonly string[] {
  if (list === '') return [];
  return list.split(',').map((entry) => entry.trim());
}

/** The entry beside the client's where there is one for each hop, or what the last hop says. */
function entryOf(list: string, place: { readonly index: number; readonly of: number }): string {
  const all = entries(list);
  return (all.length === place.of ? all[place.index] : undefined) ?? all.at(-1) ?? '';
}
