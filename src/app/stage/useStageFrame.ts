import { useEffect, useMemo, useState } from 'react';
import { notify } from '../../stores/notices';
import { readResult, useResults } from '../../stores/results';
import { useRun } from '../../stores/run';
import type { PictureMeta } from '../../storage/pictures';
import type { StageFrame } from './Stage';

/** What the stage shows now: the picture that forms, or the selected one; null on an empty table. */
export function useStageFrame(): StageFrame | null {
  const kept = useKeptPicture();
  const run = useRun();
  const forming = run.status !== 'idle' && run.watching;
  const { preview, landed, making } = run;
  return useMemo(() => {
    if (!forming || !making) return kept;
    const size = { width: making.width, height: making.height };
    if (preview) return { ...size, image: preview.image, label: `Forming, step ${preview.step}` };
    // Between two pictures of one run the finished one stays until the next has a look of its own.
    return landed && kept ? kept : { ...size, image: null, label: 'Forming' };
  }, [forming, preview, landed, making, kept]);
}

/** The selected picture; while its pixels are read, the one before. */
function useKeptPicture(): StageFrame | null {
  const selected = useResults((state) => state.pictures.find((meta) => meta.id === state.selected) ?? null);
  const fresh = useResults((state) => state.fresh);
  const [read, setRead] = useState<StageFrame | null>(null);
  const id = selected?.id;
  const isFresh = fresh !== null && fresh.id === id;

  useEffect(() => {
    if (!id || isFresh) return;
    let wanted = true;
    void readFrame(id).then((frame) => {
      if (wanted && frame) setRead(frame);
    });
    return () => {
      wanted = false;
    };
  }, [id, isFresh]);

  return useMemo(() => {
    if (!selected) return null;
    return isFresh && fresh ? frameOf(selected, fresh.image) : read;
  }, [selected, isFresh, fresh, read]);
}

const frameOf = (meta: PictureMeta, image: StageFrame['image']): StageFrame => ({
  width: meta.width,
  height: meta.height,
  image,
  label: `${meta.request.prompt}, ${meta.width} by ${meta.height} pixels`,
});

async function readFrame(id: string): Promise<StageFrame | null> {
  const meta = useResults.getState().pictures.find((one) => one.id === id);
  if (!meta) return null;
  try {
    const png = await readResult(id);
    if (png) return frameOf(meta, await createImageBitmap(png));
    notify('This picture was deleted in another tab.');
  } catch {
    notify('This picture can not be read.');
  }
  return null;
}
