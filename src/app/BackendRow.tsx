import { switchBackend } from '../engineState/backend';
import { useEngine } from '../engineState/engine';
import { useSettings } from '../settings/settings';
import { SelectRow } from '../ui/SelectRow';

const BACKENDS = [
  { value: 'auto', label: 'Automatic', note: 'WebGPU where there is a GPU' },
  { value: 'webgpu', label: 'WebGPU', note: 'Runs on the GPU' },
  { value: 'wasm', label: 'WebAssembly', note: 'Runs on the CPU' },
] as const;

/** What the model runs on; `hintClass` is for the words below it where the page's address says it. */
export function BackendRow({ label, hintClass }: { label: string; hintClass: string | undefined }) {
  const backend = useSettings((state) => state.backend);
  const override = useEngine((state) => state.override);
  return (
    <>
      <SelectRow
        label={label}
        value={override ?? backend}
        choices={BACKENDS}
        disabled={override !== null}
        onChange={(choice) => void switchBackend(choice)}
      />
      {override && <p className={hintClass}>Set by this page’s address (?backend={override}).</p>}
    </>
  );
}
