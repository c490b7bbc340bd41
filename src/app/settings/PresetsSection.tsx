import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { notify } from '../../shell/notices';
import { applyPreset, deletePreset, savePreset, usePresets, type Preset } from '../../settings/presets';
import { findStyle } from '../../settings/promptStyles';
import { Button, IconButton } from '../../ui/Button';
import { Section } from './Section';
import styles from './settings.module.css';

/** Settings under a name: everything but the prompt and the seed. */
export function PresetsSection() {
  const presets = usePresets((state) => state.presets);
  const [name, setName] = useState('');
  const save = () => {
    if (!savePreset(name)) return;
    notify(`Preset ${name.trim()} is saved.`);
    setName('');
  };
  return (
    <Section title="Presets">
      <p className={styles.soft}>Size, steps, sampler, style and the rest under a name; prompt and seed stay free.</p>
      {presets.length > 0 && (
        <ul className={styles.list} aria-label="Presets">
          {presets.map((preset) => (
            <PresetItem key={preset.id} preset={preset} />
          ))}
        </ul>
      )}
      <form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <input
          className={styles.field}
          aria-label="Name of the preset"
          placeholder="Name"
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button look="soft" type="submit" disabled={name.trim() === ''}>
          Save present settings
        </Button>
      </form>
    </Section>
  );
}

function PresetItem({ preset }: { preset: Preset }) {
  const { width, height, steps, guidanceScale, style } = preset.settings;
  const facts = [
    width !== undefined && height !== undefined && `${width} × ${height}`,
    steps !== undefined && `${steps} steps`,
    guidanceScale !== undefined && `guidance ${guidanceScale}`,
    style && findStyle(style)?.name,
  ].filter(Boolean);
  return (
    <li className={styles.item}>
      <span className={styles.words}>
        {preset.name}
        <small>{facts.join(', ')}</small>
      </span>
      <Button
        look="soft"
        aria-label={`Use preset ${preset.name}`}
        onClick={() => {
          applyPreset(preset);
          notify(`Settings of ${preset.name} are set.`);
        }}
      >
        Use
      </Button>
      <IconButton
        label={`Delete preset ${preset.name}`}
        onClick={() => {
          const undo = deletePreset(preset.id);
          notify(`Preset ${preset.name} deleted.`, { undo });
        }}
      >
        <Trash2 size={16} aria-hidden />
      </IconButton>
    </li>
  );
}
