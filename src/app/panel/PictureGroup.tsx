import { Dices, X } from 'lucide-react';
import { useId, useState } from 'react';
import { newSeedAction } from '../../actions/generateActions';
import { MAX_SEED } from '../../protocol/generationRequest';
import { RANGES } from '../../protocol/ranges';
import { STARTER } from '../../protocol/starter';
import { useEditMode, type EditMode } from '../../jobs/editMode';
import { useModel } from '../../engineState/model';
import { useSettings } from '../../settings/settings';
import { isFarFromNative, presetSizes, snapSide } from '../../settings/sizes';
import { Button, IconButton } from '../../ui/Button';
import { NumberInput } from '../../ui/NumberInput';
import { NumberRow } from '../../ui/NumberRow';
import { SwitchRow } from '../../ui/SwitchRow';
import { ActionButton } from '../ActionButton';
import { PresetRow } from '../settings/PresetRow';
import { StyleRow } from '../settings/StyleRow';
import { variationText } from '../settingsFacts';
import { Group } from './Group';
import { typedSeed } from './typedSeed';
import { useHandle } from './useHandle';
import styles from './SettingsPanel.module.css';

export function PictureGroup() {
  const settings = useSettings();
  const { set } = settings;
  const negative = useModel((state) => state.card?.abilities.negativePrompt ?? true);
  return (
    <Group title="Picture">
      <PresetRow />
      <StyleRow />
      {negative && (
        <label className={styles.field}>
          Negative prompt
          <textarea
            className={styles.text}
            placeholder="What should not be in it"
            maxLength={RANGES.prompt.max}
            value={settings.negativePrompt}
            onChange={(event) => set({ negativePrompt: event.target.value })}
          />
        </label>
      )}
      <Size />
      <NumberRow
        label="Pictures"
        value={settings.pictures}
        {...RANGES.pictures}
        onCommit={(pictures) => set({ pictures: Math.round(pictures) })}
      />
      <Seed />
    </Group>
  );
}

/** Where the size comes from while an edit is prepared. */
const OWN_SIZES: Record<Exclude<EditMode, 'generate'>, string> = {
  expand: 'An expansion is as large as its edges are pulled.',
  frame: 'What is painted in the frame has the frame’s size.',
  fill: 'The picture keeps its size.',
  replace: 'The picture keeps its size.',
  remove: 'The picture keeps its size.',
  vary: 'The picture keeps its size.',
  more: 'Another candidate has the size of the first.',
};

/** The size of a new picture; an edit has its own. */
function Size() {
  const mode = useEditMode();
  return mode === 'generate' ? <NewSize /> : <p className={`${styles.hint} ${styles.ownSize}`}>{OWN_SIZES[mode]}</p>;
}

function NewSize() {
  const { width, height, set } = useSettings();
  const rule = useModel((state) => state.card?.size ?? STARTER.size);
  const far = isFarFromNative(width, height, rule);
  const side = { min: rule.min, max: rule.max, step: rule.grid };
  return (
    <div ref={useHandle('size')}>
      <div className={styles.shapes} role="group" aria-label="Shapes">
        {presetSizes(rule).map((preset) => (
          <Button
            key={preset.label}
            className={styles.shape}
            aria-pressed={preset.width === width && preset.height === height}
            data-tip={`${preset.width} × ${preset.height}`}
            aria-label={preset.label}
            onClick={() => set({ width: preset.width, height: preset.height })}
          >
            <span className={styles.glyph} style={glyphSize(preset)} />
          </Button>
        ))}
      </div>
      <NumberRow {...side} label="Width" value={width} onCommit={(value) => set({ width: snapSide(value, rule) })} />
      <NumberRow {...side} label="Height" value={height} onCommit={(value) => set({ height: snapSide(value, rule) })} />
      {far && (
        <p className={styles.hint}>
          The model is at home at {rule.native} × {rule.native}; the further from it, the worse the pictures.
        </p>
      )}
    </div>
  );
}

/** A small picture of the shape: 14 pixels on its longer side. */
function glyphSize({ width, height }: { width: number; height: number }) {
  const scale = 14 / Math.max(width, height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** A typed seed is taken by the rule for all seeds (typedSeed.ts); until another one comes, a sentence says what became of it. */
function Seed() {
  const { seed, randomSeed, variation, set } = useSettings();
  const [said, setSaid] = useState<{ of: number; sentence: string } | null>(null);
  const id = useId();
  const sentence = said?.of === seed ? said.sentence : null;
  const onTyped = (text: string) => {
    const typed = typedSeed(text);
    if (typed.isAny) set({ randomSeed: true });
    setSaid(typed.sentence === null ? null : { of: typed.seed ?? seed, sentence: typed.sentence });
  };
  return (
    <>
      <div className={styles.seed} ref={useHandle('seed')}>
        <label htmlFor={id}>Seed</label>
        <NumberInput
          id={id}
          label="Seed"
          value={seed}
          min={0}
          max={MAX_SEED}
          parse={(text) => typedSeed(text).seed}
          describedBy={sentence === null ? undefined : `${id}-said`}
          onTyped={onTyped}
          onCommit={(value) => set({ seed: value })}
        />
        <ActionButton action={newSeedAction} icon={Dices} />
      </div>
      <p id={`${id}-said`} className={styles.hint} role="status">
        {sentence}
      </p>
      {variation && (
        <p className={styles.variation}>
          <span>Variation: {variationText(variation)}</span>
          <IconButton label="Remove variation" onClick={() => set({ variation: null })}>
            <X size={16} aria-hidden />
          </IconButton>
        </p>
      )}
      <SwitchRow label="Random seed" checked={randomSeed} onChange={(on) => set({ randomSeed: on })} />
    </>
  );
}
