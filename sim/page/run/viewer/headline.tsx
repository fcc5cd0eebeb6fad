import { Foldable } from '../../parts/foldable.tsx';
import { visible } from '../../parts/visible.ts';
import type { Run } from './run.ts';

/** Verdict, and the evidence for the violation. */
export function Headline({ run }: { readonly run: Run }) {
  const { violation } = run;
  return (
    <div id="headline">
      <h1 class={violation === undefined ? '' : 'bad'}>{visible(run.headline)}</h1>
      <div class="faint">{visible(run.about)}</div>
      {violation !== undefined && (
        <Foldable summary={violation.rule}>
          {violation.facts.map((fact, i) => (
            <div key={i} class="fact">
              {visible(fact)}
            </div>
          ))}
        </Foldable>
      )}
      {violation !== undefined && violation.why.length > 0 && (
        <Foldable summary="why it fails">
          {violation.why.map((line, i) => (
            <div key={i} class="fact">
              {visible(line)}
            </div>
          ))}
        </Foldable>
      )}
    </div>
  );
}
