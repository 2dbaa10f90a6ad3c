import type { ReplyHead } from '../client/client-stream.ts';
import type { CompressionSettings } from '../settings/compression.ts';
import { type Preference, preferCoding } from './accept-encoding.ts';
import { openCoder, supportedCodings } from './coders.ts';
import type { Coding, CodingChoice } from './coding.ts';
import {
  type ContentFields,
  codedFields,
  forbidsTransform,
  readContentFields,
  unmodifiedFields,
  withVary,
} from './content-fields.ts';
import { Encoder, type EncoderSink } from './encoder.ts';
import { worthCompressing } from './media-types.ts';

/** What a client's request says about the form of its answer. */
export interface AskedForm {
  readonly method: string;
  /** A field's value, several joined by commas. @param name  in lower case */
  field(name: string): string | undefined;
}

/** How an answer goes to its client. */
export interface PlannedReply {
  readonly head: ReplyHead;
  /** What its body is to be given; undefined = it stays as it is. */
  readonly choice: CodingChoice | undefined;
}

/** Answers that have no body. */
const bodiless: ReadonlySet<number> = new Set([101, 204, 205]);

/** Answers that speak of the one that is whole. */
const ofWhole: ReadonlySet<number> = new Set([206, 304]);

/** Distinct values of Accept-Encoding that are remembered: a browser always sends the same. */
const rememberedLimit = 128;

/** Decides which answers are compressed, and lends the coders. */
export class Compression {
  readonly #settings: CompressionSettings;
  readonly #choices: readonly CodingChoice[];
  readonly #offered: readonly Coding[];
  readonly #preferences = new Map<string, Preference>();
  #running = 0;

  constructor(settings: CompressionSettings) {
    this.#settings = settings;
    this.#choices = supportedCodings(settings.codings);
    this.#offered = this.#choices.map(({ coding }) => coding);
  }

  /** Bodies that are being compressed in pieces. */
  get running(): number {
    return this.#running;
  }

  /** Decides on one answer; what its fields then say is true of the planned form. */
  plan(request: AskedForm, head: ReplyHead): PlannedReply {
    const asItIs = { head, choice: undefined };
    if (!this.#settings.enabled) return asItIs;
    if (ofWhole.has(head.status)) {
      return { head: this.#likeWhole(request, head), choice: undefined };
    }
    if (bodiless.has(head.status) || !this.#mayCode(readContentFields(head.fields))) return asItIs;
    const plainly = forbidsTransform(request.field('cache-control'));
    const { coding, required } = this.#prefer(plainly ? '' : request.field('accept-encoding'));
    const sizeBytes = Number(head.contentLength ?? Number.POSITIVE_INFINITY);
    if (sizeBytes === 0 || (sizeBytes < this.#settings.minBytes && !required)) return asItIs;
    const choice = this.#running < this.#settings.limit ? this.#choiceOf(coding) : undefined;
    if (choice === undefined) {
      return { head: { ...head, fields: withVary(head.fields) }, choice };
    }
    const fields = codedFields(head.fields, choice.coding);
    const coded = { ...head, fields, contentLength: undefined };
    // A HEAD is told what a GET would be, but for the size, which only doing it would tell.
    return { head: coded, choice: request.method === 'HEAD' ? undefined : choice };
  }

  /**
   * Whether a client that goes on with a body by its date may hold one that was compressed here: a
   * date does not tell it from the plain one, so no part of either fits (RFC 9110 §8.8.1, §13.1.5).
   */
  doubtsRange(request: AskedForm): boolean {
    if (!this.#settings.enabled) return false;
    const condition = request.field('if-range');
    if (condition === undefined || condition.endsWith('"')) return false;
    if (request.field('range') === undefined) return false;
    return this.#prefer(request.field('accept-encoding')).coding !== undefined;
  }

  /** Lends a coder until `release`. */
  open(choice: CodingChoice, sink: EncoderSink): Encoder {
    this.#running += 1;
    return new Encoder(openCoder(choice), sink);
  }

  /** A coder that was lent is done with. */
  release(): void {
    this.#running -= 1;
  }

  /**
   * A 206 and a 304 tell what the 200 would depend on (RFC 9110 §15.3.7, §15.4.5); the type is mostly
   * left out of a 304.
   */
  #likeWhole(request: AskedForm, head: ReplyHead): ReplyHead {
    const asked = head.status === 304 ? request.field('if-none-match') : undefined;
    const fields = unmodifiedFields(head.fields, asked);
    const content = { ...readContentFields(fields), partial: false };
    const settled = content.type !== '' || content.untouchable;
    return { ...head, fields: settled && !this.#mayCode(content) ? fields : withVary(fields) };
  }

  #mayCode({ type, coded, partial, untouchable }: ContentFields): boolean {
    return !coded && !partial && !untouchable && worthCompressing(this.#settings.types, type);
  }

  #choiceOf(coding: Coding | undefined): CodingChoice | undefined {
    return this.#choices.find((choice) => choice.coding === coding);
  }

  #prefer(accepted = ''): Preference {
    const known = this.#preferences.get(accepted);
    if (known !== undefined) return known;
    const preference = preferCoding(accepted, this.#offered);
    if (this.#preferences.size >= rememberedLimit) this.#preferences.clear();
    this.#preferences.set(accepted, preference);
    return preference;
  }
}
