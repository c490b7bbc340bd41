import { allStyles, inStyle, usePromptStyles } from '../../settings/promptStyles';
import { useSettings } from '../../settings/settings';
import { SelectRow } from '../../ui/SelectRow';

/** What the list shows the styles on while there is no prompt. */
const EXAMPLE = 'a red apple';
const LONGEST = 60;

/** The words that go around the prompt; the list shows what they make of it. */
export function StyleRow() {
  const { prompt, style, set } = useSettings();
  const own = usePromptStyles((state) => state.own);
  const words = prompt.trim().length > 0 && prompt.length <= LONGEST ? prompt : EXAMPLE;
  const styles = allStyles(own).map(({ id, name, template }) => ({
    value: id,
    label: name,
    note: inStyle(words, template),
  }));
  return (
    <SelectRow
      label="Style"
      // One that was deleted in another tab says nothing any more.
      value={styles.some(({ value }) => value === style) ? style : ''}
      choices={[{ value: '', label: 'None', note: 'The prompt as it is' }, ...styles]}
      onChange={(next) => set({ style: next })}
    />
  );
}
