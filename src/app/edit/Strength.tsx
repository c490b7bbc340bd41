import { InlineSlider } from '../../ui/InlineSlider';

/** How far an edit goes from what is there, 0..1; below 5 % nothing would be seen. */
export function Strength({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  return (
    <InlineSlider
      label="Strength"
      value={Math.round(value * 100)}
      min={5}
      max={100}
      step={5}
      text={`${Math.round(value * 100)} %`}
      onChange={(next) => onChange(next / 100)}
    />
  );
}
