import { RANGES } from '../../protocol/ranges';
import { useModel } from '../../engineState/model';
import { useSettings } from '../../settings/settings';
import { NumberRow } from '../../ui/NumberRow';
import { SelectRow } from '../../ui/SelectRow';
import { SwitchRow } from '../../ui/SwitchRow';
import { samplerName, samplerNote } from '../samplerNames';
import { Group } from './Group';
import { useHandle } from './useHandle';

export function SamplingGroup() {
  const { sampler, steps, guidanceScale, previews, set } = useSettings();
  const samplers = useModel((state) => state.card?.samplers) ?? [sampler];
  return (
    <Group title="Sampling">
      <SelectRow
        label="Sampler"
        value={samplers.includes(sampler) ? sampler : (samplers[0] ?? sampler)}
        choices={samplers.map((value) => ({ value, label: samplerName(value), note: samplerNote(value) }))}
        onChange={(value) => set({ sampler: value })}
      />
      <div ref={useHandle('steps')}>
        <NumberRow
          label="Steps"
          value={steps}
          {...RANGES.steps}
          onCommit={(value) => set({ steps: Math.round(value) })}
        />
      </div>
      <NumberRow
        label="Guidance scale"
        value={guidanceScale}
        {...RANGES.guidanceScale}
        step={0.1}
        sliderStep={0.5}
        onCommit={(value) => set({ guidanceScale: Math.round(value * 100) / 100 })}
      />
      <SwitchRow label="Show it forming" checked={previews} onChange={(on) => set({ previews: on })} />
    </Group>
  );
}
