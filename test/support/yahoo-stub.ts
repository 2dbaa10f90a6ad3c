import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What the stub does with one request. */
export type YahooScript = (response: ServerResponse, request: IncomingMessage) => void;

/** A server on the loopback that speaks as Yahoo's chart does. */
export interface YahooStub {
  readonly url: URL;
  /** Paths with queries, in the order asked. */
  readonly asked: readonly string[];
  /** Header fields of the last request. */
  readonly headers: () => IncomingMessage['headers'];
  /** What is answered for `symbol` from now on: the scripts in turn, then the last for ever. */
  answer(symbol: string, ...scripts: readonly YahooScript[]): void;
  close(): Promise<void>;
}

/** Members of a chart that a test wants to differ. */
export interface ChartParts {
  readonly timestamps?: readonly (number | null)[];
  readonly closes?: readonly (number | null)[];
  /** Absent: the series has no `adjclose`, as some funds. */
  readonly adjusted?: readonly (number | null)[];
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** Starts a stub; symbols without a script are answered 404 as Yahoo does. */
export async function startYahooStub(): Promise<YahooStub> {
  const scripts = new Map<string, YahooScript[]>();
  const asked: string[] = [];
  let headers: IncomingMessage['headers'] = {};
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    headers = request.headers;
    const { pathname } = new URL(request.url ?? '', 'http://stub');
    const left = scripts.get(decodeURIComponent(pathname.split('/').at(-1) ?? '')) ?? [notFound];
    const script = left.length > 1 ? left.shift() : left[0];
    script?.(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: new URL(`http://127.0.0.1:${address.port}`),
    asked,
    headers: () => headers,
    answer: (symbol, ...all) => scripts.set(symbol, [...all]),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** 200 with a chart, in the members and their order as recorded. */
export function chart(parts: ChartParts = {}): YahooScript {
  return json(200, chartBody(parts));
}

/** 200 with an empty chart: no `timestamp`, and a quote without members. */
export const emptyChart: YahooScript = json(200, {
  chart: {
    result: [{ meta: defaultMeta(), indicators: { quote: [{}], adjclose: [{}] } }],
    error: null,
  },
});

/** 404: Yahoo has no such symbol. */
export const notFound: YahooScript = json(404, {
  chart: {
    result: null,
    error: { code: 'Not Found', description: 'No data found, symbol may be delisted' },
  },
});

/** 400: the symbol is known, the window lies before its listing. */
export const beforeListing: YahooScript = json(400, {
  chart: {
    result: null,
    error: {
      code: 'Bad Request',
      description: "Data doesn't exist for startDate = 1325376000, endDate = 1325462400",
    },
  },
});

/** 401: as endpoints answer that want a crumb. */
export const invalidCrumb: YahooScript = json(401, {
  finance: { result: null, error: { code: 'Unauthorized', description: 'Invalid Crumb' } },
});

/** 429 in plain text. */
export const tooMany = plain(429, 'Edge: Too Many Requests', 'text/plain');

/** 503 from some machine in front. */
export const overloaded = plain(503, 'Service Unavailable', 'text/plain');

/** 200 with the page that asks people in Europe for their consent. */
export const consentPage = plain(
  200,
  '<!DOCTYPE html><html lang="en"><title>Yahoo is part of the Yahoo family of brands</title>',
  'text/html; charset=utf-8',
);

/** 302 to that page. */
export const consentRedirect: YahooScript = (response) => {
  response.writeHead(302, { location: 'https://guce.yahoo.com/consent?brandType=nonEu' }).end();
};

/** 200 with half an object. */
export const malformed = plain(200, '{"chart":{"result":[{"meta":', 'application/json');

/** Promises more bytes than it sends. */
export const truncated: YahooScript = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': 5000 });
  response.write('{"chart":', () => response.destroy());
};

/** Never answers. */
export const silence: YahooScript = () => undefined;

/** Any text. */
export function plain(status: number, text: string, contentType: string): YahooScript {
  return (response) => {
    response.writeHead(status, { 'content-type': contentType }).end(text);
  };
}

/** Any JSON. */
export function json(status: number, body: unknown): YahooScript {
  return plain(status, JSON.stringify(body), 'application/json;charset=utf-8');
}

/** The body of a chart. */
export function chartBody(parts: ChartParts = {}): unknown {
  const { timestamps = [1_577_975_400, 1_578_061_800], closes = [75.5, 74.25] } = parts;
  const { adjusted, meta = {} } = parts;
  return {
    chart: {
      result: [
        {
          meta: { ...defaultMeta(), ...meta },
          timestamp: timestamps,
          events: {},
          indicators: {
            quote: [{ open: closes, high: closes, low: closes, close: closes, volume: closes }],
            ...(adjusted === undefined ? {} : { adjclose: [{ adjclose: adjusted }] }),
          },
        },
      ],
      error: null,
    },
  };
}

function defaultMeta(): Record<string, unknown> {
  const regular = { timezone: 'EST', start: 1_578_321_000, end: 1_578_344_400, gmtoffset: -18_000 };
  return {
    currency: 'USD',
    symbol: 'AAPL',
    exchangeName: 'NMS',
    fullExchangeName: 'NasdaqGS',
    instrumentType: 'EQUITY',
    firstTradeDate: 345_479_400,
    regularMarketTime: 1_578_344_401,
    gmtoffset: -18_000,
    timezone: 'EST',
    exchangeTimezoneName: 'America/New_York',
    regularMarketPrice: 74.25,
    chartPreviousClose: 75.5,
    priceHint: 2,
    currentTradingPeriod: { pre: regular, regular, post: regular },
    dataGranularity: '1d',
    range: '',
    validRanges: ['1d', '5d', 'max'],
  };
}
