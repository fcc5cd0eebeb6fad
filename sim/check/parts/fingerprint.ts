import { digestOf, mix } from '../../../src/process/digest.ts';
import type { Space } from './space.ts';

/** A digest of all parts and what is known of them: equal for the same system after the same definitions. */
export function fingerprintOf({ envelopes, histories, locals, transitions }: Space): string {
  let sum = mix(transitions.size, envelopes.size);
  const add = (word: number): void => {
    sum = mix(sum, word);
  };
  const addText = (text: string): void => {
    for (let i = 0; i < text.length; i++) add(text.charCodeAt(i));
  };
  for (let i = 0; i < transitions.to.length; i++) {
    add(transitions.to.at(i));
    add(transitions.history.at(i));
    add(transitions.cost.at(i));
  }
  for (const { size } of locals) add(size);
  for (const each of locals) for (let id = 0; id < each.size; id++) addText(digestOf(each.at(id)));
  for (let id = 0; id < envelopes.size; id++) addText(digestOf(envelopes.at(id)));
  add(histories.size);
  return (sum >>> 0).toString(16);
}
