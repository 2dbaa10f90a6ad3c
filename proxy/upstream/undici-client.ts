import { createRequire } from 'node:module';
import type { Client as WholeClient } from 'undici';
import { onDeno } from '../on-deno.ts';
import { withQuickAssertions } from './quick-assertions.ts';

export type { Dispatcher } from 'undici';

/** The types that Deno checks by do not know of it. */
const here = String(Reflect.get(import.meta, 'url'));

/** What there is of undici's client where nothing else of undici is loaded: a dispatcher's own methods. */
export type Client = Pick<WholeClient, 'dispatch' | 'destroy' | 'on'>;

type ClientMaker = new (...options: ConstructorParameters<typeof WholeClient>) => Client;

const load = (): ClientMaker => createRequire(here)('undici/lib/dispatcher/client.js');

const { loaded, asked } = onDeno ? withQuickAssertions(load) : { loaded: load(), asked: false };

/**
 * undici's `Client`, without the rest of undici: fetch, caches, web sockets and a pool for all the
 * world are 6 to 8 MB of a process that proxies, and half of the time that undici takes to load.
 */
export const UndiciClient: ClientMaker = loaded;

/** Whether it has {@link withQuickAssertions}: on Deno. */
export const undiciAssertsQuickly: boolean = asked;
