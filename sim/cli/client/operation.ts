import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';

/** A request from the command line. */
export type Wish =
  | { readonly type: 'operation'; readonly operation: unknown }
  | { readonly type: 'watch'; readonly key: string }
  | { readonly type: 'members' }
  | { readonly type: 'members-add'; readonly address: string }
  | { readonly type: 'members-remove'; readonly replica: number };

const FORMS: Readonly<Record<string, readonly string[]>> = {
  put: ['KEY', 'VALUE'],
  get: ['KEY'],
  cas: ['KEY', 'FROM', 'TO'],
  append: ['KEY', 'VALUE'],
  watch: ['KEY'],
  read: [],
  write: ['VALUE'],
  invoke: ['JSON'],
};

/** Read mode of a `get`. */
export interface ReadWish {
  readonly stale: boolean;
  readonly after: number | undefined;
}

/** Parses the arguments as an operation; `none` as FROM means that the key must be absent. @throws BadInput */
export function wishOf(words: readonly string[], { stale, after }: ReadWish): Wish {
  const [name = '', ...rest] = words;
  if (name === 'members') return membersWish(rest);
  const form = FORMS[name];
  if (form === undefined)
    throw new BadInput(`there is no "${name}"; there are ${Object.keys(FORMS).join(', ')}, members`);
  if (rest.length !== form.length)
    throw new BadInput(
      `${[name, ...form].join(' ')}: ${form.length} words are needed, and not ${rest.length}`,
    );
  if ((stale || after !== undefined) && name !== 'get')
    throw new BadInput(`--stale and --after go with get, and not with ${name}`);
  if (after !== undefined && !stale)
    throw new BadInput('--after goes with --stale: other reads are never behind');
  const [first = '', second = '', third = ''] = rest;
  switch (name) {
    case 'put':
      return operation({ kind: 'write', key: first, value: second });
    case 'get':
      return operation({
        kind: 'read',
        key: first,
        read: stale ? 'stale' : 'quorum',
        ...(after === undefined ? {} : { after }),
      });
    case 'cas':
      return operation({ kind: 'cas', key: first, from: second === 'none' ? null : second, to: third });
    case 'append':
      return operation({ kind: 'append', key: first, value: second });
    case 'watch':
      return { type: 'watch', key: first };
    case 'read':
      return operation({ kind: 'read' });
    case 'write':
      return operation({ kind: 'write', value: first });
    default:
      return operation(parsed(first));
  }
}

const operation = (of: unknown): Wish => ({ type: 'operation', operation: of });

function membersWish(words: readonly string[]): Wish {
  const [what, which] = words;
  if (what === undefined) return { type: 'members' };
  if (what === 'add' && which !== undefined) return { type: 'members-add', address: which };
  if (what === 'remove' && which !== undefined)
    return { type: 'members-remove', replica: parseInteger('members remove', which, 0) };
  throw new BadInput('members, members add ADDRESS, or members remove N');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadInput(`invoke ${text}: an operation is given as JSON`);
  }
}
