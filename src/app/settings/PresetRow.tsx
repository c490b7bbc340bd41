import { notify } from '../../shell/notices';
import { applyPreset, isPresetSet, usePresets } from '../../settings/presets';
import { useSettings } from '../../settings/settings';
import { SelectRow } from '../../ui/SelectRow';

/** The person's presets, where there are any. They are made in the settings dialog. */
export function PresetRow() {
  const presets = usePresets((state) => state.presets);
  const settings = useSettings();
  if (presets.length === 0) return null;
  const now = presets.find((preset) => isPresetSet(preset, settings));
  return (
    <SelectRow
      label="Preset"
      value={now?.id ?? ''}
      choices={[
        { value: '', label: 'None', disabled: true },
        ...presets.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      onChange={(id) => {
        const preset = presets.find((one) => one.id === id);
        if (!preset) return;
        applyPreset(preset);
        notify(`Settings of ${preset.name} are set.`);
      }}
    />
  );
}
