import { proxyTokenField } from '../service/proxy-token.ts';
import { block, type Lines } from './lines.ts';
import { quoted } from './text.ts';

/** Holds the token; a value of `geo` is taken by the letter, whatever signs it has. */
export function tokenVariable(token: string | undefined): Lines {
  if (token === undefined) return [];
  return block('geo $peer_token', [`default ${quoted(token)};`]);
}

/** What tells peers that a request came through here: nobody else can. */
export function tokenField(token: string | undefined): Lines {
  return [`proxy_set_header ${proxyTokenField} ${token === undefined ? "''" : '$peer_token'};`];
}
