import { Foldable } from '../../parts/foldable.tsx';
import { visible } from '../../parts/visible.ts';

/** Why the history is not linearizable: in a sentence, and what that rests on. */
export function Reasons({ reasons }: { readonly reasons: readonly string[] }) {
  const [first, ...others] = reasons;
  if (first === undefined) return null;
  return (
    <div id="reasons">
      {others.length === 0 ? (
        visible(first)
      ) : (
        <Foldable summary={first}>
          <ul>
            {others.map((reason, i) => (
              <li key={i}>{visible(reason)}</li>
            ))}
          </ul>
        </Foldable>
      )}
    </div>
  );
}
