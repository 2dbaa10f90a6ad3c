import type { KeySource } from '../proxy/upstream/request-key.ts';
import { NotForNginx } from './target.ts';

const variables = {
  client: '$remote_addr',
  // nginx decodes it.
  path: '$uri',
  target: '$request_uri',
  // Empty where the body did not fit into memory.
  body: '$request_body',
} as const;

/** The variable that holds what requests are told by. @throws {NotForNginx} there is none */
export function keyVariable(source: KeySource): string {
  return source.part === 'header' ? fieldVariable(source.name) : variables[source.part];
}

/**
 * The variable that holds a field of the request.
 *
 * @param name  in any case
 * @throws {NotForNginx} there is none: names of variables end at most signs
 */
export function fieldVariable(name: string): string {
  if (/[^\w-]/.test(name)) {
    throw new NotForNginx(`nginx has no variable for the field ${name}: use letters, digits and -`);
  }
  return `$http_${name.toLowerCase().replaceAll('-', '_')}`;
}
