/**
 * Whether a message lets its connection be used again (RFC 9112 §9.3).
 *
 * @param connection  its Connection fields, joined by commas; empty where there are none
 * @param old         whether it is one of HTTP/1.0
 */
export function staysOpen(connection: string, old: boolean): boolean {
  if (connection === '') return !old;
  if (connection === 'keep-alive') return true;
  const options = connection
    .toLowerCase()
    .split(',')
    .map((option) => option.trim());
  return !options.includes('close') && (!old || options.includes('keep-alive'));
}
