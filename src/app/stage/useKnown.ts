import { useEffect, useMemo, useReducer } from 'react';
import { presentDocument } from '../../editor/editorState';
import { intersect, isEmpty } from '../../geometry/rect';
import type { Rect } from '../../geometry/rect';
import { knownPlaces, session, useEditor } from '../../editor/editor';

/** More rectangles than this take too long to plan with at every step of a drag. */
const MANY = 200;

/**
 * What is known of a region of the picture, as rectangles. Until its tiles have been looked through, and while a hand drags something
 * over a picture with very many holes, all within its bounds counts as known. Keep the region the same object while it is the same.
 */
export function useKnown(region: Rect | null): readonly Rect[] {
  const { tiles, bounds } = useEditor(presentDocument);
  const dragging = useEditor((state) => state.held !== null || state.movingFrame !== undefined);
  const [learnt, tell] = useReducer((count: number) => count + 1, 0);
  const known = useMemo(() => region && knownPlaces.within(tiles, region), [tiles, region, learnt]);
  useEffect(() => {
    if (known || !region) return;
    knownPlaces.learn(tiles, region).then(tell, session.report);
  }, [known, tiles, region]);
  return useMemo(() => {
    if (known && !(dragging && known.length > MANY)) return known;
    const all = bounds && region && intersect(bounds, region);
    return all && !isEmpty(all) ? [all] : [];
  }, [known, dragging, bounds, region]);
}
