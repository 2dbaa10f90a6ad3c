import {
  type Shelf,
  type StoredParts,
  StoredResponse,
} from '../../../proxy/cache/stored-response.ts';
import { unselective } from '../../../proxy/cache/vary.ts';

/** A stored response of 5 bytes that is fresh for a minute; what is told differs. */
export function someStored(
  told: Partial<Omit<StoredParts, 'shelf'>> & { readonly shelf?: Partial<Shelf> } = {},
): StoredResponse {
  const shelf: Shelf = {
    freshS: 60,
    alwaysValidate: false,
    strict: false,
    staleWhileRevalidateS: undefined,
    staleIfErrorS: undefined,
    ...told.shelf,
  };
  return new StoredResponse({
    key: 'http://a/',
    selection: unselective,
    status: 200,
    phrase: 'OK',
    fields: ['Content-Type', 'text/plain', 'Content-Length', '5'],
    body: Buffer.from('hello'),
    etag: undefined,
    lastModified: undefined,
    bornAt: 0,
    givenAt: 0,
    ...told,
    shelf,
  });
}
