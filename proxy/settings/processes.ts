import type { EnvironmentReader } from '../../service/environment.ts';

/** How the proxy runs as processes, and where its settings come from. */
export interface ProcessSettings {
  /** Path of the file that stands in for what the environment lacks; `none` = there is none. */
  readonly settingsFile: string;
  /** Processes that serve the port together. */
  readonly processes: number;
}

/** Reads {@link ProcessSettings}. */
export function readProcessSettings(reader: EnvironmentReader): ProcessSettings {
  return {
    settingsFile: reader.text('PROXY_SETTINGS_FILE', 'none'),
    processes: reader.integer('PROXY_PROCESSES', 1, { min: 1, max: 64 }),
  };
}
