import type { Settings } from '../proxy/settings.ts';
import type { EdgeCache } from './edge-cache.ts';

/** The settings that an nginx.conf is made of. A group that is absent is not asked for. */
export type EdgeSettings = Settings & FurtherGroups;

/** What can be made of further settings, as far as the proxy has them. */
export interface FurtherGroups {
  readonly cache?: EdgeCache;
}
