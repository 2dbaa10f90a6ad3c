import type { NginxVersion } from './version.ts';

/** What a configuration is made for, beyond the settings. */
export interface NginxTarget {
  readonly version: NginxVersion;
  /** Name server for peers that are named, such as `10.0.0.2`; from 1.27.3 on. Default: none. */
  readonly resolver?: string;
  /** What is known of the certificates of the settings. */
  readonly certificates?: {
    /** The folder that relative paths begin at. */
    readonly root: string;
    /** The names that each is for, by its path. */
    readonly names: ReadonlyMap<string, readonly string[]>;
  };
}

/** Where nginx writes everything it writes, below the prefix that it is started with. */
export const runFolder = 'nginx/run';

/** The group of peers, as it stands in nginx's logs where none of them could be asked. */
export const groupName = 'stocks_backend';

/** Thrown for settings with which nginx can't be started at all. */
export class NotForNginx extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotForNginx';
  }
}
