import { visible } from './visible.ts';

interface EventLinkProps {
  readonly index: number;
  readonly text: string;
  readonly onSelect: (index: number) => void;
}

/** Leads to an event. */
export const EventLink = ({ index, text, onSelect }: EventLinkProps) => (
  <button type="button" class="link" onClick={() => onSelect(index)}>
    {visible(text)}
  </button>
);
