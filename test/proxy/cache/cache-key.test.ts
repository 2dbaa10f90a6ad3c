import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { cacheKey, relatedKeys } from '../../../proxy/cache/cache-key.ts';

const key = suite('cache-key');

key('the host is in lower case and without the port of its scheme', () => {
  const path = '/A?b=C';
  assert.is(cacheKey({ scheme: 'http', host: 'Example.COM:80', path }), 'http://example.com/A?b=C');
  assert.is(cacheKey({ scheme: 'https', host: 'a:443', path: '/' }), 'https://a/');
  assert.is(cacheKey({ scheme: 'https', host: 'a:80', path: '/' }), 'https://a:80/');
  assert.is(cacheKey({ scheme: 'http', host: 'a:', path: '/' }), 'http://a/');
  assert.is(cacheKey({ scheme: 'http', host: '[::1]:8000', path: '/' }), 'http://[::1]:8000/');
});

key('paths that are written differently stay different', () => {
  const keys = ['/a/../b', '/b', '/%62', '/b?'].map((path) =>
    cacheKey({ scheme: 'http', host: 'a', path }),
  );
  assert.is(new Set(keys).size, 4);
});

key('a told port stands in it where scheme and host do not say it already', () => {
  const told = (askedPort: number, askedHost = 'shop') =>
    cacheKey({ scheme: 'https', host: 'inner', askedHost, path: '/', askedPort });

  assert.is(told(443), 'https://shop/ inner');
  assert.is(told(8443, 'shop:8443'), 'https://shop:8443/ inner');
  assert.is(told(8443), 'https://shop/ inner #8443');
  assert.is(told(443, 'shop:8443'), 'https://shop:8443/ inner #443');
  assert.is(cacheKey({ scheme: 'http', host: 'a', path: '/', askedPort: 81 }), 'http://a/ #81');
});

key('what is related to an answer for a told port is of that port', () => {
  assert.equal(relatedKeys('http://a/b #81', ['Location', '/c']), ['http://a/c #81']);
});

key('Location and Content-Location of the same origin have keys', () => {
  const fields = ['location', '../c?d', 'Content-Location', 'http://A/e', 'X', '/f'];
  assert.equal(relatedKeys('http://a/b/x', fields), ['http://a/c?d', 'http://a/e']);
});

key('another origin, and what is no URI, have none', () => {
  const fields = ['Location', 'https://a/e', 'Location', 'http://b/', 'Location', 'http://['];
  assert.equal(relatedKeys('http://a/b', fields), []);
});

key.run();
