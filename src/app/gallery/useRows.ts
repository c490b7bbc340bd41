import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, type RefObject } from 'react';

interface RowsOptions {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  /** Of each row with the gap under it, in CSS pixels. */
  height: number;
  /** Row that stays on the page when it is scrolled out of sight, because the focus is in it; -1 for none. */
  kept: number;
}

/** The rows near the visible part of a long list, and how high all of them are. */
export function useRows({ scroller, count, height, kept }: RowsOptions) {
  const rangeExtractor = useCallback(
    (range: Range) => {
      const rows = defaultRangeExtractor(range);
      if (kept < 0 || kept >= range.count || rows.includes(kept)) return rows;
      return [...rows, kept].sort((a, b) => a - b);
    },
    [kept],
  );
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 3,
    paddingStart: 12,
    paddingEnd: 96,
    rangeExtractor,
    // A frame late is better than a frame that waits for React in the middle of scrolling.
    useFlushSync: false,
  });
  // The library keeps what it has measured until it is told that rows are of another height.
  useLayoutEffect(() => rows.measure(), [rows, height]);
  return {
    items: rows.getVirtualItems(),
    total: rows.getTotalSize(),
    scrollTo: (row: number) => rows.scrollToIndex(row, { align: 'auto' }),
  };
}
