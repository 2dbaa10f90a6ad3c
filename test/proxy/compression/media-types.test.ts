import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseMediaTypes, worthCompressing } from '../../../proxy/compression/media-types.ts';

const mediaTypes = suite('media types');

const types = parseMediaTypes('text/, +json, application/JSON');

for (const type of [
  'application/json',
  'Application/JSON; charset=utf-8',
  'application/problem+json',
  'text/csv ;header=present',
]) {
  mediaTypes(`${type} is worth compressing`, () => assert.ok(worthCompressing(types, type)));
}

for (const type of [
  '',
  'image/png',
  'application/jsonp',
  'application/json+zip',
  'text/event-stream',
  'Text/Event-Stream;charset=utf-8',
]) {
  mediaTypes(`"${type}" is not worth compressing`, () => {
    assert.not(worthCompressing(types, type));
  });
}

mediaTypes('a stream of events is not compressed though it is listed', () => {
  assert.not(worthCompressing(parseMediaTypes('text/event-stream'), 'text/event-stream'));
});

mediaTypes('what is no media type is refused', () => {
  for (const text of ['json', 'text/*', '*/*', '*+json', 'text/html;q=1']) {
    assert.throws(() => parseMediaTypes(text), /must list type\/subtype/, text);
  }
});

mediaTypes.run();
