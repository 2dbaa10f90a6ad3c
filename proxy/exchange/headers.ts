import { proxyTokenField } from '../../service/proxy-token.ts';
import { FieldTable } from '../field-table.ts';
import { viaEntry } from './via.ts';

/** A list that has `100-continue` as a member; what else is expected is overlooked. */
const continueExpected = /(?:^|,)[\t ]*100-continue[\t ]*(?:,|$)/i;

const trustworthyId = /^[A-Za-z0-9._-]{1,64}$/;

/** The head of a client's request, read once: what matters to the proxy apart from what goes on. */
export interface RequestHead {
  /** Name, value, name, value…: as the client sent them, without what the proxy answers for. */
  fields: string[];
  /** How many Host fields there were. */
  hosts: number;
  /** The last Host. */
  host: string;
  contentLength: string | undefined;
  transferEncoding: string | undefined;
  /** The client's X-Request-Id, if it is harmless. */
  requestId: string | undefined;
  /** The client's Via entries. */
  via: string;
  /** The client's Connection options. */
  connection: string;
  /** What the client would like to change to (RFC 9110 §7.8), several joined by commas. */
  upgrade: string;
  /** Transfer codings that the client accepts, and whether it takes trailers (§10.1.4). */
  te: string;
  /** Whether the client waits to be told to send its body (RFC 9110 §10.1.1). */
  expectsContinue: boolean;
}

type Reader = (head: RequestHead, value: string) => void;

const drop: Reader = () => undefined;

/**
 * The request fields that never go on as they are: those of one hop only (RFC 9110 §7.6.1) and
 * those that would let a client speak for the proxy.
 */
const requestReaders: FieldTable<Reader> = new FieldTable<Reader>([
  ['host', readHost],
  [
    'connection',
    (head, value) => {
      head.connection = joined(head.connection, value);
    },
  ],
  [
    'content-length',
    // Several values, even equal ones, are no number: they are refused.
    (head, value) => {
      head.contentLength =
        head.contentLength === undefined ? value : `${head.contentLength}, ${value}`;
    },
  ],
  ['transfer-encoding', readTransferEncoding],
  ['x-request-id', readRequestId],
  [
    'via',
    (head, value) => {
      head.via = joined(head.via, value);
    },
  ],
  [
    'expect',
    (head, value) => {
      head.expectsContinue ||= continueExpected.test(value);
    },
  ],
  ['forwarded', drop],
  ['keep-alive', drop],
  ['proxy-connection', drop],
  [
    'te',
    (head, value) => {
      head.te = joined(head.te, value);
    },
  ],
  ['trailer', drop],
  [
    'upgrade',
    (head, value) => {
      head.upgrade = joined(head.upgrade, value);
    },
  ],
  ['x-real-ip', drop],
  [proxyTokenField.toLowerCase(), drop],
]);

/** Names of fields that tell of the way before the proxy. */
const wayOfProxies = /^x-forwarded-/i;

function readHost(head: RequestHead, value: string): void {
  head.hosts += 1;
  head.host = value;
}

function readTransferEncoding(head: RequestHead, value: string): void {
  // An empty first one counts: whoever reads that alone sees no coding at all.
  const before = head.transferEncoding;
  head.transferEncoding = before === undefined ? value : `${before}, ${value}`;
}

function readRequestId(head: RequestHead, value: string): void {
  if (trustworthyId.test(value)) head.requestId = value;
}

function joined(list: string, value: string): string {
  return list === '' ? value : `${list}, ${value}`;
}

/**
 * Reads the header section of a request.
 *
 * @param raw  name, value, name, value…
 */
export function readRequestHead(raw: readonly string[]): RequestHead {
  const head: RequestHead = {
    fields: [],
    hosts: 0,
    host: '',
    contentLength: undefined,
    transferEncoding: undefined,
    requestId: undefined,
    via: '',
    connection: '',
    upgrade: '',
    te: '',
    expectsContinue: false,
  };
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const name = raw[i] ?? '';
    const value = raw[i + 1] ?? '';
    const read = requestReaders.get(name);
    if (read !== undefined) read(head, value);
    else if (!speaksForProxy(name)) head.fields.push(name, value);
  }
  head.fields = withoutNominated(head.fields, head.connection);
  return head;
}

/**
 * Whether a name would let a client speak for the proxy. Peers that make variables of fields take an
 * underscore for a hyphen, so that one name can hide behind the other; nginx drops all with one.
 */
function speaksForProxy(name: string): boolean {
  if (wayOfProxies.test(name)) return true;
  if (!name.includes('_')) return false;
  const hyphened = name.replaceAll('_', '-');
  return wayOfProxies.test(hyphened) || requestReaders.get(hyphened) !== undefined;
}

/**
 * Adds to a head what the proxy has to say, and gives all fields that go to the peer beside what it
 * is told of the way. The head's own array is extended.
 *
 * @param token  tells the peer that this proxy sends it, if it wants to know
 */
export function fieldsForPeer(
  { fields, host }: RequestHead,
  { requestId, token }: { readonly requestId: string; readonly token?: string | undefined },
): string[] {
  // What goes on is HTTP/1.1, where Host must stand; an HTTP/1.0 client may leave it out.
  fields.push('Host', host === '' ? 'localhost' : host, 'X-Request-Id', requestId);
  if (token !== undefined) fields.push(proxyTokenField, token);
  return fields;
}

/** The header section of a response as it goes to the client. */
export interface ResponseHead {
  /** Name, value, name, value… */
  readonly fields: string[];
  /** The declared size of the body, as it stands. */
  readonly contentLength: string | undefined;
  /** False where the body is in a transfer coding that can't be taken off. */
  readonly understood: boolean;
  /** Whether the peer said when it answered. */
  readonly dated: boolean;
  /** Fields that the peer announces to follow the body. */
  readonly trailer: string;
  /** What the peer changes to, or could. */
  readonly upgrade: string;
}

/**
 * Reads the header section of a peer's response and adds what the proxy has to say.
 *
 * @param raw  name, value, name, value…
 */
export function readResponseHead(raw: readonly string[], requestId: string): ResponseHead {
  const found: FoundInResponse = {
    fields: [],
    via: '',
    connection: '',
    coding: '',
    contentLength: undefined,
    dated: false,
    trailer: '',
    upgrade: '',
  };
  for (let i = 0; i + 1 < raw.length; i += 2) readField(found, raw[i] ?? '', raw[i + 1] ?? '');
  const { via, connection, coding, contentLength, dated, trailer, upgrade } = found;
  const fields = withoutNominated(found.fields, withoutLength(connection));
  fields.push('Via', joined(via, viaEntry), 'X-Request-Id', requestId);
  const understood = coding === '' || /^chunked$/i.test(coding);
  return { fields, contentLength, understood, dated, trailer, upgrade };
}

/** Connection options but Content-Length: it tells where the body ends, and is never of one hop. */
function withoutLength(connection: string): string {
  return /content-length/i.test(connection)
    ? connection.replace(/(^|,)[\t ]*content-length[\t ]*(?=,|$)/gi, '$1')
    : connection;
}

interface FoundInResponse {
  readonly fields: string[];
  via: string;
  connection: string;
  coding: string;
  contentLength: string | undefined;
  dated: boolean;
  trailer: string;
  upgrade: string;
}

/** What becomes of a field that doesn't just go on: lists of one hop, what is dropped, what is noted. */
type Fate = 'connection' | 'via' | 'trailer' | 'upgrade' | 'coding' | 'drop' | 'length' | 'date';

const fates: FieldTable<Fate> = new FieldTable<Fate>([
  ['connection', 'connection'],
  ['via', 'via'],
  ['trailer', 'trailer'],
  ['upgrade', 'upgrade'],
  ['transfer-encoding', 'coding'],
  ['keep-alive', 'drop'],
  ['proxy-connection', 'drop'],
  ['te', 'drop'],
  ['x-request-id', 'drop'],
  ['content-length', 'length'],
  ['date', 'date'],
]);

function readField(found: FoundInResponse, name: string, value: string): void {
  const fate = fates.get(name);
  if (fate === undefined) found.fields.push(name, value);
  else if (fate === 'length') {
    found.contentLength = value;
    found.fields.push(name, value);
  } else if (fate === 'date') {
    found.dated = true;
    found.fields.push(name, value);
  } else if (fate !== 'drop') found[fate] = joined(found[fate], value);
}

const harmlessOptions: ReadonlySet<string> = new Set(['', 'close', 'keep-alive', 'upgrade']);

/** Takes out the fields that Connection declares to be of one hop only (RFC 9110 §7.6.1). */
export function withoutNominated(fields: string[], connection: string): string[] {
  if (connection === '' || connection === 'keep-alive' || connection === 'close') return fields;
  const options = connection.toLowerCase().split(',');
  const nominated = new Set<string>();
  for (const option of options) {
    const name = option.trim();
    if (!harmlessOptions.has(name)) nominated.add(name);
  }
  if (nominated.size === 0) return fields;
  const kept: string[] = [];
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i] ?? '';
    if (!nominated.has(name.toLowerCase())) kept.push(name, fields[i + 1] ?? '');
  }
  return kept;
}
