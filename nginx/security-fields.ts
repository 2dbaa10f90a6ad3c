import { block, type Lines } from './lines.ts';
import { quoted } from './text.ts';

interface SecurityField {
  readonly name: string;
  readonly value: string;
  /** Fields of a peer's answer that make ours needless or wrong. */
  readonly unless: readonly string[];
}

const framing = ['x_frame_options', 'content_security_policy'];

const fields: readonly SecurityField[] = [
  { name: 'X-Content-Type-Options', value: 'nosniff', unless: ['x_content_type_options'] },
  {
    name: 'Referrer-Policy',
    value: 'strict-origin-when-cross-origin',
    unless: ['referrer_policy'],
  },
  {
    name: 'Permissions-Policy',
    value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    unless: ['permissions_policy'],
  },
  { name: 'X-Frame-Options', value: 'SAMEORIGIN', unless: framing },
  { name: 'Content-Security-Policy', value: "frame-ancestors 'self'", unless: framing },
];

/** What browsers are told beside an answer that does not say it itself. */
export function securityMaps(): Lines {
  return fields.flatMap(({ name, value, unless }) => {
    const present = unless.map((field) => `$upstream_http_${field}`).join('');
    return block(`map ${quoted(present)} ${variable(name)}`, [
      "default '';",
      `'' ${quoted(value)};`,
    ]);
  });
}

/** Adds them; nginx leaves out what is empty. */
export function securityFields(): Lines {
  return fields.map(({ name }) => `add_header ${name} ${variable(name)} always;`);
}

function variable(name: string): string {
  return `$added_${name.toLowerCase().replaceAll('-', '_')}`;
}
