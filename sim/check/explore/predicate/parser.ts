import { Cursor } from './cursor.ts';
import { callMethod, fieldOf, GLOBAL, isMethod, methodNames } from './functions.ts';
import { OPERATORS, SHORT, UNARY } from './operators.ts';
import { PredicateError } from './predicate-error.ts';
import type { Token } from './tokens.ts';

/** Evaluation context of an expression. */
export interface Frame {
  /** Names that every expression may use. */
  visible: object;
  /** Parameters of the functions in it, by number: functions have no names, so none calls itself. */
  readonly parameters: unknown[];
  charge(operations: number): void;
}

/** A part of an expression, ready to be evaluated. */
export type Part = (frame: Frame) => unknown;

/** A field that an expression reads by name. */
export interface FieldRead {
  readonly name: string;
  /** Whether it was read from some value, and whether some value had it. */
  isAsked: boolean;
  isFound: boolean;
}

const DEPTH_MAX = 100;
const CONSTANTS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['undefined', undefined],
]);

/**
 * Parses one expression of JavaScript, of the subset that predicates need, into functions. It can read plain data and nothing
 * else: there is no way from it to the program or the machine, so it may come from a page.
 */
export class Parser extends Cursor {
  /** Global names that it uses. */
  readonly uses = new Set<string>();
  readonly reads: FieldRead[] = [];
  private readonly names: readonly string[];
  private depth = 0;
  private slots = 0;
  private scope: readonly (readonly [name: string, slot: number])[] = [];

  /** `names`: those of {@link Frame.visible}. @throws PredicateError */
  constructor(text: string, names: readonly string[]) {
    super(text);
    this.names = names;
  }

  /** @throws PredicateError */
  whole(): Part {
    const part = this.expression();
    const { text, kind } = this.token;
    if (kind === 'end') return part;
    if (text === '=') throw this.wrong('nothing can be assigned; === compares');
    if (text === '=>') throw this.wrong('a function can only stand in the brackets of another one');
    throw this.wrong('the expression should end here, or an operator should follow');
  }

  private expression(): Part {
    if (++this.depth > DEPTH_MAX) throw this.wrong('this is nested too deeply');
    const condition = this.binary(1);
    this.depth -= 1;
    if (!this.skips('?')) return condition;
    const yes = this.expression();
    this.expect(':');
    const no = this.expression();
    return (frame) => (condition(frame) ? yes(frame) : no(frame));
  }

  /** Operators of this rank and those that bind tighter. */
  private binary(rank: number): Part {
    let left = this.unary();
    for (;;) {
      const { token } = this;
      const short = token.kind === 'sign' ? SHORT[token.text] : undefined;
      const operator = token.kind === 'sign' ? OPERATORS[token.text] : undefined;
      const found = short ?? operator;
      if (found === undefined || found.rank < rank) return left;
      this.place += 1;
      const a = left;
      const b = this.binary(found.rank + 1);
      if (short !== undefined)
        left = (frame) => {
          const value = a(frame);
          return short.isEnough(value) ? value : b(frame);
        };
      else if (operator !== undefined)
        left = this.guarded(token, (frame) => operator.apply(a(frame), b(frame)));
    }
  }

  private unary(): Part {
    const { text, kind } = this.token;
    const apply =
      (kind === 'sign' || text === 'typeof') && Object.hasOwn(UNARY, text) ? UNARY[text] : undefined;
    if (apply === undefined) return this.chain(this.primary());
    this.place += 1;
    if (++this.depth > DEPTH_MAX) throw this.wrong('this is nested too deeply');
    const operand = this.unary();
    this.depth -= 1;
    return (frame) => apply(operand(frame));
  }

  private primary(): Part {
    const { token } = this;
    const { kind, text, value } = token;
    this.place += 1;
    if (kind === 'value') return () => value;
    if (kind === 'name') return this.named(token);
    if (kind === 'sign' && text === '(') {
      const inner = this.expression();
      this.expect(')');
      return inner;
    }
    if (kind === 'sign' && text === '[') {
      const items = this.list(']', () => this.expression());
      return (frame) => items.map((item) => item(frame));
    }
    throw this.wrong('a value is missing', token);
  }

  private named(token: Token): Part {
    const { text } = token;
    if (CONSTANTS.has(text)) return () => CONSTANTS.get(text);
    const slot = this.scope.findLast(([name]) => name === text)?.[1];
    if (slot !== undefined) return (frame) => frame.parameters[slot];
    if (this.names.includes(text)) {
      this.uses.add(text);
      return ({ visible }) => Reflect.get(visible, text);
    }
    if (text === 'Math' || text === 'Object') return this.global(token);
    throw this.wrong(`${text} is not known; there are ${this.names.join(', ')}`, token);
  }

  private global(token: Token): Part {
    this.expect('.');
    const name = `${token.text}.${this.nameHere('a name')}`;
    const call = Object.hasOwn(GLOBAL, name) ? GLOBAL[name] : undefined;
    if (call === undefined)
      throw this.wrong(`${name} is not known; there are ${Object.keys(GLOBAL).join(', ')}`, token);
    this.expect('(');
    const args = this.list(')', () => this.expression());
    return this.guarded(token, (frame) => call(...args.map((each) => each(frame))));
  }

  /** Fields, indices and calls behind a value. What is not there has no fields: reading one gives undefined. */
  private chain(first: Part): Part {
    let part = first;
    for (;;) {
      const isOptional = this.skips('?.');
      if (this.skips('[')) {
        const from = part;
        const index = this.expression();
        this.expect(']');
        part = (frame) => fieldOf(from(frame), index(frame));
      } else if (isOptional || this.skips('.')) part = this.member(part);
      else if (this.token.kind === 'sign' && this.token.text === '(')
        throw this.wrong('only functions of values can be called, such as messages.some(...)');
      else return part;
    }
  }

  private member(from: Part): Part {
    const { token } = this;
    const name = this.nameHere('the name of a field');
    if (!this.skips('(')) {
      const read: FieldRead = { name, isAsked: false, isFound: false };
      this.reads.push(read);
      return (frame) => {
        const value = fieldOf(from(frame), name);
        read.isAsked = true;
        if (value !== undefined) read.isFound = true;
        return value;
      };
    }
    if (!isMethod(name)) throw this.wrong(`there is no such function; there are ${methodNames()}`, token);
    const args = this.list(')', () => this.argument());
    return this.guarded(token, (frame) =>
      callMethod(
        from(frame),
        name,
        args.map((each) => each(frame)),
        frame.charge,
      ),
    );
  }

  private argument(): Part {
    const parameters = this.parametersHere();
    if (parameters === undefined) return this.expression();
    const outer = this.scope;
    const own = parameters.map((name) => [name, this.slots++] as const);
    this.scope = [...outer, ...own];
    const body = this.expression();
    this.scope = outer;
    return (frame) =>
      (...args: readonly unknown[]) => {
        frame.charge(1);
        own.forEach(([, slot], i) => {
          frame.parameters[slot] = args[i];
        });
        return body(frame);
      };
  }

  /** Parameters of a function, if one begins here: `m =>` or `(m, i) =>`. */
  private parametersHere(): readonly string[] | undefined {
    const start = this.place;
    const names: string[] = [];
    const isBracketed = this.skips('(');
    while (this.token.kind === 'name') {
      names.push(this.nameHere('a parameter'));
      if (!isBracketed || !this.skips(',')) break;
    }
    if ((!isBracketed || this.skips(')')) && names.length > 0 && this.skips('=>')) return names;
    this.place = start;
    return undefined;
  }

  private list(end: string, item: () => Part): readonly Part[] {
    const items: Part[] = [];
    if (this.skips(end)) return items;
    do items.push(item());
    while (this.skips(','));
    this.expect(end);
    return items;
  }

  /** Names the place of what goes wrong during evaluation. */
  private guarded(token: Token, part: Part): Part {
    return (frame) => {
      try {
        return part(frame);
      } catch (error) {
        if (error instanceof PredicateError) throw error;
        throw this.wrong(error instanceof Error ? error.message : String(error), token);
      }
    };
  }
}
