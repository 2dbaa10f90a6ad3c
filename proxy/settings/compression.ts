import type { EnvironmentReader } from '../../service/environment.ts';
import type { Coding, CodingChoice } from '../compression/coding.ts';
import { type MediaTypes, parseMediaTypes } from '../compression/media-types.ts';

/** Whether and how answers are compressed. */
export interface CompressionSettings {
  readonly enabled: boolean;
  /** In the order of preference; what the runtime can't do is passed over. */
  readonly codings: readonly CodingChoice[];
  readonly types: MediaTypes;
  /** Bodies that are known to be smaller go as they are. */
  readonly minBytes: number;
  /** Most bodies that are compressed at a time; further ones go as they are. */
  readonly limit: number;
}

/** The highest level of each coding; br counts from 0, the others from 1. */
const topLevels: ReadonlyMap<Coding, number> = new Map([
  ['br', 11],
  ['zstd', 19],
  ['gzip', 9],
]);

/** Reads `PROXY_COMPRESS…`. */
export function readCompressionSettings(reader: EnvironmentReader): CompressionSettings {
  const types = 'text/,+json,+xml,application/json,application/javascript,application/xml';
  return {
    enabled: reader.choice('PROXY_COMPRESS', 'off', ['off', 'on']) === 'on',
    codings: reader.parsed('PROXY_COMPRESS_CODINGS', 'zstd=3,br=4,gzip=5', parseCodings) ?? [],
    types: reader.parsed('PROXY_COMPRESS_TYPES', types, parseMediaTypes) ?? parseMediaTypes(''),
    minBytes: reader.integer('PROXY_COMPRESS_MIN_BYTES', 1024, { min: 0, max: 1_073_741_824 }),
    limit: reader.integer('PROXY_COMPRESS_LIMIT', 64, { min: 1, max: 1_000_000 }),
  };
}

function parseCodings(text: string): readonly CodingChoice[] {
  const choices = text.split(',').map(parseChoice);
  if (new Set(choices.map(({ coding }) => coding)).size === choices.length) return choices;
  throw new Error('must name each coding once');
}

function parseChoice(text: string): CodingChoice {
  const [, name, digits] = /^\s*([a-z]+)=(\d{1,2})\s*$/.exec(text) ?? [];
  for (const [coding, top] of topLevels) {
    const level = Number(digits);
    const bottom = coding === 'br' ? 0 : 1;
    if (name === coding && level >= bottom && level <= top) return { coding, level };
  }
  throw new Error('must list br=0–11, zstd=1–19 or gzip=1–9, divided by commas');
}
