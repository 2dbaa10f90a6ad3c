import { FieldTable } from '../field-table.ts';

/** The fields that undici's parser heeds: of the body's length, or of what becomes of the connection. */
export const framingFields: FieldTable<'length' | 'connection'> = new FieldTable([
  ['connection', 'connection'],
  ['proxy-connection', 'connection'],
  ['upgrade', 'connection'],
  ['content-length', 'length'],
  ['transfer-encoding', 'length'],
]);
