import type { KeySource } from '../proxy/upstream/request-key.ts';

const variables = {
  client: '$remote_addr',
  // nginx decodes it.
  path: '$uri',
  target: '$request_uri',
  // Empty where the body did not fit into memory.
  body: '$request_body',
} as const;

/** The variable that holds what requests are told by. */
export function keyVariable(source: KeySource): string {
  return source.part === 'header' ? fieldVariable(source.name) : variables[source.part];
}

/** The variable that holds a field of the request. @param name  in any case */
export function fieldVariable(name: string): string {
  return `$http_${name.toLowerCase().replaceAll('-', '_')}`;
}
