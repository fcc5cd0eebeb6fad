import { describe, expect, it } from 'vitest';
import { EdnText } from './edn-text.ts';
import { HistoryError } from './recorded.ts';
import { ValueTable } from './value-table.ts';

/** The kinds and canonical texts of all forms; what is wrong, otherwise. */
function read(text: string): string {
  const values = new ValueTable('edn');
  const edn = new EdnText(Buffer.from(text), 0, values, false);
  const said: string[] = [];
  try {
    while (edn.peek() >= 0) {
      const id = edn.form();
      said.push(`${values.kind(id)} ${values.text(id)}`);
    }
  } catch (error) {
    if (error instanceof HistoryError) return 'refused';
    throw error;
  }
  return said.join(' | ');
}

// The cases are those of the sections of the specification, github.com/edn-format/edn, with its examples.
describe('EDN', () => {
  it.each([
    ['nil', 'nil', 'null nil'],
    ['booleans', 'true false', 'boolean true | boolean false'],
    ['strings', '"a\\tb\\r\\n\\\\\\"c"', 'text "a\\tb\\r\\n\\\\\\"c"'],
    ['strings over several lines', '"a\nb"', 'text "a\\nb"'],
    ['strings with Unicode', '"\\u00e4ö"', 'text "äö"'],
    [
      'characters',
      '\\c \\newline \\return \\space \\tab \\u0041',
      'character \\c | character \\newline | character \\return | character \\space | character \\tab | character \\A',
    ],
    ['characters that are brackets', '[\\( \\)]', 'list [\\( \\)]'],
    [
      'symbols',
      'foo my-ns/bar / .x + -> a#b a:b <=?',
      'symbol foo | symbol my-ns/bar | symbol / | symbol .x | symbol + | symbol -> | symbol a#b | symbol a:b | symbol <=?',
    ],
    ['symbols that begin with a sign', '+a -b .c', 'symbol +a | symbol -b | symbol .c'],
    ['keywords', ':fred :my/fred :a.b/c', 'keyword :fred | keyword :my/fred | keyword :a.b/c'],
    ['integers', '0 -0 +1 -17 42N', 'integer 0 | integer 0 | integer 1 | integer -17 | integer 42'],
    ['integers of any length', '123456789012345678901234567890', 'integer 123456789012345678901234567890'],
    [
      'floating-point numbers',
      '1.0 -1.50 1e3 1E+3 1.e1',
      'number 1.0 | number -1.5 | number 1000.0 | number 1000.0 | number 10.0',
    ],
    ['exact decimals', '1M 1.50M', 'number 1M | number 1.5M'],
    ['ratios', '2/4 -6/3', 'number 1/2 | integer -2'],
    ['numbers that are none', '##Inf ##-Inf ##NaN', 'number ##Inf | number ##-Inf | number ##NaN'],
    ['lists', '(a b 42)', 'list [a b 42]'],
    ['vectors', '[a b 42]', 'list [a b 42]'],
    ['maps', '{:a 1, "foo" :bar, [1 2 3] four}', 'map {:a 1, "foo" :bar, [1 2 3] four}'],
    [
      'maps of one namespace',
      '#:person{:first "a" :_/last 1 :x/y 2}',
      'map {:x/y 2, :person/first "a", :last 1}',
    ],
    ['sets', '#{a b [1 2 3]}', 'set #{a b [1 2 3]}'],
    ['empty collections', '() [] {} #{}', 'list [] | list [] | map {} | set #{}'],
    [
      'tagged elements',
      '#myapp/Person {:first "Fred"} #foo #bar [1]',
      'tagged #myapp/Person {:first "Fred"} | tagged #foo #bar [1]',
    ],
    [
      'instants',
      '#inst "1985-04-12T23:20:50.52Z" #inst "2000"',
      'tagged #inst "1985-04-12T23:20:50.52Z" | tagged #inst "2000-01-01T00:00:00Z"',
    ],
    [
      'UUIDs',
      '#uuid "F81D4FAE-7dec-11d0-a765-00a0c91e6bf6"',
      'tagged #uuid "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"',
    ],
    ['comments', '1 ; 2\n3;4', 'integer 1 | integer 3'],
    ['discards', '[a b #_foo 42] #_ [1 #{x}] 2 #_', 'refused'],
    ['discards in turn', '[a #_ #_ b c d] #_#inst "2000" 1', 'list [a d] | integer 1'],
    ['commas', '[1,2,,3]', 'list [1 2 3]'],
    [
      'forms without space between them',
      '[1"a"{:b[2]}]:c(3)',
      'list [1 "a" {:b [2]}] | keyword :c | list [3]',
    ],
    ['unbalanced brackets', '[1 2)', 'refused'],
    ['a bracket alone', ')', 'refused'],
    ['a collection that is cut', '{:a [1', 'refused'],
    ['a string that is cut', '"abc', 'refused'],
    ['an unknown escape', '"\\q"', 'refused'],
    ['a map with an odd number of forms', '{:a 1 :b}', 'refused'],
    ['a map with a name twice', '{:a 1 :a 2}', 'refused'],
    ['a set with an element twice', '#{1 1N}', 'refused'],
    ['an integer with a zero before it', '007', 'refused'],
    ['a number with letters', '12abc', 'refused'],
    ['a ratio of nothing', '1/0', 'refused'],
    ['a keyword without a name', ': x', 'refused'],
    ['two colons', '::a', 'refused'],
    ['metadata, which is no EDN', '^:a []', 'refused'],
    ['a quoted form, which is no EDN', "'(1)", 'refused'],
    ['a regular expression, which is no EDN', '#"a"', 'refused'],
    ['an invalid character', '\\abc', 'refused'],
    ['a tag without a form', '[#foo]', 'refused'],
  ])('should read %s', (_, text, said) => {
    expect(read(text)).toBe(said);
  });

  it('should count lines, in strings and comments too', () => {
    const edn = new EdnText(Buffer.from('; a\n"b\nc"\n\n[1\n2] x'), 0, new ValueTable('edn'), false);
    const lines: number[] = [];
    while (edn.peek() >= 0) {
      lines.push(edn.line);
      edn.form();
    }
    expect(lines).toEqual([2, 5, 6]);
  });

  it('should give equal values one number, however they were written', () => {
    const values = new ValueTable('edn');
    const idOf = (text: string): number => new EdnText(Buffer.from(text), 0, values, false).form();
    expect(idOf('{:a #{1 2} :b (3)}')).toBe(idOf('{:b [3], :a #{2 1}}'));
    expect(idOf('#inst "2020-01-01T00:30:00+01:00"')).toBe(idOf('#inst "2019-12-31T23:30:00Z"'));
    expect(idOf('[1 2]')).not.toBe(idOf('[2 1]'));
    expect(idOf('1')).not.toBe(idOf('1.0'));
    expect(idOf('1.0')).not.toBe(idOf('1M'));
  });
});
